"""Version 2 of the service: JSON both ways, files in base64; nothing can be asked for again."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from siantar.letters.esign.line import SigningLine, in_json, require_agreed, status_in, verdict_in
from siantar.letters.esign.sheets import NotSignedNow, PerhapsSigned, ServiceVerdict, Sheet, SignedSheet, SigningSecret
from siantar.letters.esign.v1 import REASON
from siantar.outward.http import FarAnswer
from siantar.rules.vocabulary import Code

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class JsonService:
    """`SigningService` in version 2."""

    line: SigningLine

    def certificate_status(self, who: str) -> str:
        """By a body, so that no NIK stands in an address."""
        try:
            return status_in(self.line.ask_safely("POST", "api/v2/user/check/status", JSON, _body(_named(who))))
        except NotSignedNow as refusal:
            if refusal.code is Code.ESIGN_NOT_REGISTERED:
                return "NOT_REGISTERED"
            raise

    def sign(self, sheet: Sheet, who: str, secret: SigningSecret) -> SignedSheet:
        """One file with its look, never several: nothing says what becomes of the others when one is refused."""
        wish = {
            **_named(who),
            str(secret.kind): secret.text,
            "signatureProperties": [_look(sheet)],
            "file": [base64.b64encode(sheet.pdf).decode()],
        }
        answer = self.line.ask("POST", "api/v2/sign/pdf", JSON, _body(wish))
        require_agreed(answer)
        return SignedSheet(_file_in(answer))

    def signed_before(self, _document: str) -> SignedSheet | None:
        """This version keeps nothing that could be asked for."""
        return None

    def send_code(self, who: str, count: int) -> None:
        """One code for so many documents."""
        self.line.ask_safely("POST", "api/v2/sign/get/totp", JSON, _body({**_named(who), "data": count}))

    def verify(self, pdf: bytes) -> ServiceVerdict:
        """The signed file in base64."""
        body = _body({"file": base64.b64encode(pdf).decode()})
        return verdict_in(self.line.ask_safely("POST", "api/v2/verify/pdf", JSON, body))


def _named(who: str) -> dict[str, str]:
    """The signer as the service knows them: by mail address or by NIK."""
    return {"email": who} if "@" in who else {"nik": who}


def _look(sheet: Sheet) -> dict[str, Any]:
    code = sheet.code
    if code is None:
        return {"tampilan": "INVISIBLE", "reason": REASON}
    place: dict[str, Any] = (
        {"tag_koordinat": code.tag}
        if code.tag
        else {"page": code.page, "originX": round(code.x, 1), "originY": round(code.y, 1)}
    )
    picture = base64.b64encode(code.png).decode()
    sides = {"width": round(code.side, 1), "height": round(code.side, 1)}
    return {"tampilan": "VISIBLE", "imageBase64": picture, "reason": REASON, **sides, **place}


def _file_in(answer: FarAnswer) -> bytes:
    """The one file. Raises PerhapsSigned for anything else."""
    files = in_json(answer.body).get("file")
    file = files[0] if isinstance(files, list) and len(files) == 1 else None
    try:
        return base64.b64decode(file, validate=True) if isinstance(file, str) else _nothing()
    except ValueError as problem:
        raise PerhapsSigned(Code.ESIGN_WRONG_ANSWER) from problem


def _nothing() -> bytes:
    raise PerhapsSigned(Code.ESIGN_WRONG_ANSWER)


def _body(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()
