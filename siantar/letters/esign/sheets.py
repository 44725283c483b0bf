"""What goes to the signing service and what may come of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from siantar.rules.vocabulary import Code

LARGEST = 24 * 1024 * 1024  # of an answer in bytes: a letter of ours has some 100 kB


class ServiceVersion(StrEnum):
    """Which of its two faces the service shows."""

    V1 = "v1"
    V2 = "v2"


class CodeLook(StrEnum):
    """Whether the service draws our code, or only signs the sheet that bears it."""

    INVISIBLE = "invisible"
    VISIBLE = "visible"


class Placing(StrEnum):
    """How the service learns where to draw: by a sign in the text, or by coordinates from one of two corners."""

    TAG = "tag"
    BOTTOM = "bottom"
    TOP = "top"


class SecretKind(StrEnum):
    """What the signer types each time."""

    PASSPHRASE = "passphrase"
    TOTP = "totp"


class NotSignedNow(Exception):
    """The service did not sign: it said so, or nothing reached it. `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class PerhapsSigned(Exception):
    """It went out and no fitting answer came: it may be signed. `document`: by which it may be asked for."""

    def __init__(self, code: Code, document: str = "") -> None:
        super().__init__(code)
        self.code, self.document = code, document


@dataclass(frozen=True, slots=True, repr=False)
class SigningSecret:
    """What the signer typed, for this one request; it is never stored, written to a log, or shown."""

    kind: SecretKind
    text: str

    def __repr__(self) -> str:
        return "SigningSecret(...)"


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """The picture the service draws and where: at a sign in the text, else on a page at x, y (pt, lower left corner
    of the picture for an origin at the bottom, upper left for one at the top); `side` in pt."""

    png: bytes
    side: float
    tag: str = ""
    page: int = 1
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The PDF to be signed; `code` where the service draws it."""

    pdf: bytes
    code: DrawnCode | None = None


@dataclass(frozen=True, slots=True)
class SignedSheet:
    """What the service answered, unjudged; `document` is its own name for it, where it has one."""

    pdf: bytes
    document: str = ""


@dataclass(frozen=True, slots=True)
class ServiceVerdict:
    """What the service says of a signed PDF: its word for it, and how many signatures it sees."""

    word: str
    signatures: int


class SigningService(Protocol):
    """One version of the service; `who` is the signer's NIK, or the mail address the service knows them by."""

    def certificate_status(self, who: str) -> str:
        """The word for this person's certificate. Raises NotSignedNow."""

    def sign(self, sheet: Sheet, who: str, secret: SigningSecret) -> SignedSheet:
        """Send it. Raises NotSignedNow, PerhapsSigned."""

    def signed_before(self, document: str) -> SignedSheet | None:
        """What was signed under this name; None where it cannot be asked for. Raises NotSignedNow."""

    def send_code(self, who: str, count: int) -> None:
        """Have a one-time code sent to the signer, for so many documents. Raises NotSignedNow."""

    def verify(self, pdf: bytes) -> ServiceVerdict:
        """Ask about a signed PDF. Raises NotSignedNow."""
