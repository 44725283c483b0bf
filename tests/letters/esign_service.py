"""The city's signing service as a far end: both versions over HTTP, and it really signs (PAdES, pyHanko).

Its certificates are made here. It keeps what it signed, can be told what goes wrong next, and can be shut down.
"""

from __future__ import annotations

import base64
import io
import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import cache
from typing import Any

import pypdfium2
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.providers import Answer, Call, Provider, serving

NIK, MAIL = "3674011502700001", "camat.serpong@kota.go.id"  # the service knows its signer by either
PASSPHRASE, TOTP = "kucing-Hijau-42!", "714203"
USER, PASSWORD = "siantar", "sandi-layanan-uji"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@cache
def authority() -> tuple[SimpleSigner, Any]:
    """Who signs, and the root that vouches for it."""
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root_name, name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, who)]) for who in ("BSrE uji", "Camat uji"))

    def certificate(subject, public, *, ca: bool):
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        builder = x509.CertificateBuilder(root_name, subject, public, x509.random_serial_number(), begin, end)
        builder = builder.add_extension(x509.BasicConstraints(ca, None), True).add_extension(usage, True)
        return asn1_x509.Certificate.load(builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))

    root = certificate(root_name, root_key.public_key(), ca=True)
    raw = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore.from_certs([root])
    own = certificate(name, key.public_key(), ca=False)
    signer = SimpleSigner(signing_cert=own, signing_key=asn1_keys.PrivateKeyInfo.load(raw), cert_registry=store)
    return signer, root


@dataclass(frozen=True)
class Wish:
    """How a document is to be signed, whichever version asked."""

    visible: bool
    picture: bytes = b""
    tag: str = ""
    page: int = 1
    x: float = 0
    y: float = 0
    side: float = 0


def really_signed(pdf: bytes, wish: Wish = Wish(False), *, anew: bool = False) -> bytes:
    """The document with a signature, added to it or (`anew`) with the whole file written anew before."""
    source = io.BytesIO(pdf)
    if anew:
        writer = copy_into_new_writer(PdfFileReader(source))
        again = io.BytesIO()
        writer.write(again)
        source = again
    spot, style = None, None
    if wish.visible:
        page, left, low = (wish.page - 1, wish.x, wish.y) if not wish.tag else spot_of(pdf, wish)
        spot = SigFieldSpec("Tanda", on_page=page, box=(left, low, left + wish.side, low + wish.side))
        whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_TO_FIT)
        style = StaticStampStyle(
            border_width=0, background=PdfImage(Image.open(io.BytesIO(wish.picture))), background_layout=whole
        )
    meta = PdfSignatureMetadata(field_name="Tanda", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    signer = PdfSigner(meta, authority()[0], stamp_style=style, new_field_spec=spot)
    return signer.sign_pdf(IncrementalPdfFileWriter(source)).getvalue()


def spot_of(pdf: bytes, wish: Wish) -> tuple[int, float, float]:
    """Page and lower left corner around the one sign in the text."""
    places = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        words = page.get_textpage()
        search = words.search(wish.tag)
        while hit := search.get_next():
            left, low, right, high = words.get_charbox(hit[0])
            places.append((number, (left + right - wish.side) / 2, (low + high - wish.side) / 2))
    assert len(places) == 1, places
    return places[0]


def verdict(pdf: bytes):
    """What pyHanko says of the only signature, trusting our root alone."""
    reader = PdfFileReader(io.BytesIO(pdf))
    (signature,) = reader.embedded_signatures
    trust = ValidationContext(trust_roots=[authority()[1]], allow_fetching=False)
    return validate_pdf_signature(signature, signer_validation_context=trust)


def judged(pdf: bytes) -> tuple[str, int]:
    """The service's word for a PDF, and how many signatures it has."""
    count = len(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
    if not count:
        return "NO_SIGNATURE", 0
    return ("VALID" if verdict(pdf).bottom_line else "INVALID"), count


@dataclass
class CityService:
    """What the service knows and did. `mishaps`: what becomes of the next signings, one word or answer each.

    lost: signed, the line goes dead; half: signed, the answer breaks off; hang: signed, never answered; away: this
    one is answered and then nobody is there any more.
    """

    provider: Provider
    statuses: dict[str, str] = field(default_factory=lambda: {NIK: "ISSUE", MAIL: "ISSUE"})
    sent: list[bytes] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    signed: dict[str, bytes] = field(default_factory=dict)
    codes: list[dict] = field(default_factory=list)
    mishaps: deque[Any] = field(default_factory=deque)
    anew: bool = False
    at_signing: Callable[[], None] = lambda: None

    def answer(self, call: Call) -> Answer | str:
        if call.headers.get("authorization") != BASIC:
            return 401, {}, {"error": "Unauthorized"}
        if call.path.startswith("/api/v2/"):
            return self._v2(call)
        return self._v1(call)

    def _v1(self, call: Call) -> Answer | str:
        if call.path.startswith("/api/user/status/"):
            status = self.statuses.get(call.path.rpartition("/")[2])
            if status is None:
                return 400, {}, {"error": "User belum terdaftar", "status_code": 2011}
            return 200, {}, {"status_code": 1111, "status": status, "message": "-"}
        if call.path.startswith("/api/sign/download/"):
            pdf = self.signed.get(call.path.rpartition("/")[2])
            return (200, {"Content-Type": "application/pdf"}, pdf) if pdf else (404, {}, {"error": "tidak ada"})
        if call.path == "/api/sign/verify":
            word, count = judged(parts_of(call)["signed_file"])
            return 200, {}, {"nama_dokumen": "surat.pdf", "jumlah_signature": count, "summary": word, "details": []}
        if (call.method, call.path) != ("POST", "/api/sign/pdf"):
            return 404, {}, {"error": "Not Found"}
        form = parts_of(call)
        secret = form["passphrase"].decode()
        wish = Wish(False)
        if form["tampilan"] == b"visible":
            assert form["image"] == b"true" and form["width"] == form["height"]
            numbers = {mine: float(form.get(theirs, 0)) for mine, theirs in (("x", "xAxis"), ("y", "yAxis"), ("side", "width"))}
            wish = Wish(True, form["imageTTD"], form.get("tag_koordinat", b"").decode(), int(form.get("page", 1)), **numbers)
        return self._sign(form["nik"].decode(), secret == PASSPHRASE, form["file"], wish, in_json=False)

    def _v2(self, call: Call) -> Answer | str:
        assert call.headers["content-type"] == "application/json" and NIK not in call.path
        content = json.loads(call.body)
        assert len({"nik", "email"} & content.keys()) == (call.path != "/api/v2/verify/pdf")
        who = content.get("email") or content.get("nik", "")
        if call.path == "/api/v2/verify/pdf":
            word, count = judged(base64.b64decode(content["file"], validate=True))
            return 200, {}, {"conclusion": word, "signatureCount": count, "description": "-", "signatureInformations": []}
        if call.path == "/api/v2/user/check/status":
            return 200, {}, {"status": self.statuses.get(who, "NOT_REGISTERED")}
        if call.path == "/api/v2/sign/get/totp":
            self.codes.append(content)
            return 200, {}, {"message": "terkirim"}
        if (call.method, call.path) != ("POST", "/api/v2/sign/pdf"):
            return 404, {}, {"error": "Not Found"}
        (look,), (file,) = content["signatureProperties"], content["file"]
        right = content["totp"] == TOTP if "totp" in content else content["passphrase"] == PASSPHRASE
        wish = Wish(False)
        if look["tampilan"] == "VISIBLE":
            numbers = {mine: look.get(theirs, 0) for mine, theirs in (("x", "originX"), ("y", "originY"), ("side", "width"))}
            picture = base64.b64decode(look["imageBase64"], validate=True)
            wish = Wish(True, picture, look.get("tag_koordinat", ""), look.get("page", 1), **numbers)
        return self._sign(who, right, base64.b64decode(file, validate=True), wish, in_json=True)

    def _sign(self, who: str, right: bool, pdf: bytes, wish: Wish, *, in_json: bool) -> Answer | str:
        if who not in self.statuses:
            return 400, {}, {"error": "User belum terdaftar", "status_code": 2011}
        if not right:
            return 400, {}, {"error": "Passphrase anda salah", "status_code": 2031}
        self.at_signing()
        self.sent.append(pdf)
        self.wishes.append(wish)
        mishap = self.mishaps.popleft() if self.mishaps else ""
        if isinstance(mishap, tuple):
            return mishap
        document, signed = f"dok-{len(self.signed) + 1}", really_signed(pdf, wish, anew=self.anew)
        self.signed[document] = signed
        if mishap in ("lost", "hang"):
            return {"lost": "cut", "hang": "hang"}[mishap]
        if mishap == "away":
            self.provider.stop()
        if in_json:
            body = json.dumps({"time": 417, "file": [base64.b64encode(signed).decode()]}).encode()
            headers = {"Content-Type": "application/json"}
        else:
            body, headers = signed, {"Content-Type": "application/pdf", "id_dokumen": document}
        if mishap == "half":
            return 200, {**headers, "Content-Length": str(len(body))}, body[: len(body) // 2]
        return 200, headers, body


def parts_of(call: Call) -> dict[str, bytes]:
    """The form as the standard library's mail parser reads it."""
    head = f"Content-Type: {call.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + call.body, policy=policy.HTTP)
    assert message.is_multipart()
    return {
        part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in message.iter_parts()
    }


@contextmanager
def city_service() -> Iterator[CityService]:
    """The service on a free port of loopback."""
    service = CityService(Provider(lambda _call: (503, {}, b"")))
    service.provider.answer = service.answer
    with serving(service.provider):
        yield service
