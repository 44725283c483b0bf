"""Version 1 of the service: forms in several parts, the PDF itself as the answer, asked for again by its id."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from siantar.letters.esign.line import SigningLine, document_in, require_agreed, status_in, verdict_in
from siantar.letters.esign.sheets import NotSignedNow, PerhapsSigned, ServiceVerdict, Sheet, SignedSheet, SigningSecret
from siantar.rules.vocabulary import Code

Part = str | tuple[str, str, bytes]  # a text, or a file: its name, what it is, its bytes
REASON = "Menandatangani surat"


@dataclass(frozen=True, slots=True)
class FormService:
    """`SigningService` in version 1."""

    line: SigningLine

    def certificate_status(self, who: str) -> str:
        """The version wants the NIK in its address, and knows nobody by mail."""
        return status_in(self.line.ask_safely("GET", f"api/user/status/{who}", {}))

    def sign(self, sheet: Sheet, who: str, secret: SigningSecret) -> SignedSheet:
        """One form with the file."""
        parts: dict[str, Part] = {
            "nik": who,
            "passphrase": secret.text,
            "tampilan": "visible" if sheet.code else "invisible",
            "reason": REASON,
            "file": ("surat.pdf", "application/pdf", sheet.pdf),
            **_drawn(sheet),
        }
        headers, body = form_of(parts)
        answer = self.line.ask("POST", "api/sign/pdf", headers, body)
        require_agreed(answer)
        return SignedSheet(answer.body, document_in(answer.headers))

    def signed_before(self, document: str) -> SignedSheet | None:
        """By its id; None for one the service does not have."""
        if not document:
            return None
        try:
            answer = self.line.ask("GET", f"api/sign/download/{document}", {})
        except PerhapsSigned as unsure:
            raise NotSignedNow(Code.ESIGN_AWAY) from unsure
        if answer.status >= 500:
            raise NotSignedNow(Code.ESIGN_AWAY)
        return SignedSheet(answer.body, document) if answer.status == 200 else None

    def send_code(self, _who: str, _count: int) -> None:
        """This version knows no codes."""
        raise NotSignedNow(Code.ESIGN_SETTINGS)

    def verify(self, pdf: bytes) -> ServiceVerdict:
        """One form with the signed file."""
        headers, body = form_of({"signed_file": ("surat.pdf", "application/pdf", pdf)})
        return verdict_in(self.line.ask_safely("POST", "api/sign/verify", headers, body))


def _drawn(sheet: Sheet) -> Mapping[str, Part]:
    code = sheet.code
    if code is None:
        return {}
    sides = {"width": f"{code.side:.0f}", "height": f"{code.side:.0f}"}
    place = (
        {"tag_koordinat": code.tag}
        if code.tag
        else {"page": str(code.page), "xAxis": f"{code.x:.0f}", "yAxis": f"{code.y:.0f}"}
    )
    return {"image": "true", "imageTTD": ("kode.png", "image/png", code.png), **sides, **place}


def form_of(parts: Mapping[str, Part]) -> tuple[dict[str, str], bytes]:
    """Header and body of a form in several parts (RFC 7578)."""
    boundary = secrets.token_hex(24)
    body = bytearray()
    for name, part in parts.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        if isinstance(part, str):
            body += b"\r\n\r\n" + part.encode()
        else:
            body += f'; filename="{part[0]}"\r\nContent-Type: {part[1]}\r\n\r\n'.encode() + part[2]
        body += b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, bytes(body)
