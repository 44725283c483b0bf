"""The line to the service: Basic auth over the gate of all requests that leave the house; its refusals as codes."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siantar.letters.esign.sheets import LARGEST, NotSignedNow, PerhapsSigned, ServiceVerdict
from siantar.outward import destinations, http
from siantar.outward.http import Bounds, FarAnswer
from siantar.rules.vocabulary import Code

log = logging.getLogger(__name__)
# Of the technical guide 2.2.1; what is not here is refused with a sentence of its own.
BY_NUMBER: Mapping[str, Code] = {"2011": Code.ESIGN_NOT_REGISTERED, "2031": Code.ESIGN_WRONG_SECRET}
BY_STATUS: Mapping[str, Code] = {
    "EXPIRED": Code.ESIGN_EXPIRED,
    "RENEW": Code.ESIGN_NO_CERTIFICATE,
    "WAITING_FOR_VERIFICATION": Code.ESIGN_NO_CERTIFICATE,
    "NEW": Code.ESIGN_NO_CERTIFICATE,
    "NO_CERTIFICATE": Code.ESIGN_NO_CERTIFICATE,
    "NOT_REGISTERED": Code.ESIGN_NOT_REGISTERED,
    "SUSPEND": Code.ESIGN_REVOKED,
    "REVOKE": Code.ESIGN_REVOKED,
}
MAY_SIGN = "ISSUE"
ID_HEADERS = ("id_dokumen", "id-dokumen")


@dataclass(frozen=True, slots=True)
class SigningLine:
    """Where the service is and who we are to it; `seconds` bounds each exchange as a whole."""

    url: str
    user: str
    password: str
    seconds: float

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> FarAnswer:
        """Send and read. Raises NotSignedNow where nothing can have come of it, PerhapsSigned else."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        every = {"Authorization": f"Basic {basic}", "Accept": "*/*", **headers}
        try:
            return http.request(method, f"{self.url.rstrip('/')}/{path}", every, body, Bounds(self.seconds, LARGEST))
        except (http.BadAddress, destinations.NotAllowed) as problem:
            raise NotSignedNow(Code.ESIGN_SETTINGS) from problem
        except http.Unanswered as problem:
            if not problem.reached:
                raise NotSignedNow(Code.ESIGN_AWAY) from problem
            raise PerhapsSigned(Code.ESIGN_TIMEOUT, document_in(problem.headers)) from problem

    def ask_safely(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> FarAnswer:
        """The same for what signs nothing: whatever goes wrong, nothing is signed. Raises NotSignedNow."""
        try:
            answer = self.ask(method, path, headers, body)
            require_agreed(answer)
        except PerhapsSigned as unsure:
            raise NotSignedNow(Code.ESIGN_AWAY) from unsure
        return answer


def require_agreed(answer: FarAnswer) -> None:
    """Let 200 pass. Raises NotSignedNow where the service refused, PerhapsSigned where it stumbled."""
    if answer.status == 200:
        return
    number = str(in_json(answer.body).get("status_code", ""))[:8]
    log.warning("the signing service answered %s, code %s", answer.status, number if number.isdigit() else "-")
    if number in BY_NUMBER:
        raise NotSignedNow(BY_NUMBER[number])
    if answer.status in (401, 403, 404, 405):
        raise NotSignedNow(Code.ESIGN_SETTINGS)
    if 400 <= answer.status < 500:
        raise NotSignedNow(Code.ESIGN_REFUSED)
    raise PerhapsSigned(Code.ESIGN_TIMEOUT if answer.status >= 500 else Code.ESIGN_WRONG_ANSWER)


def require_certificate(status: str) -> None:
    """Only ISSUE may sign. Raises NotSignedNow."""
    word = status.strip().upper()
    if word != MAY_SIGN:
        raise NotSignedNow(BY_STATUS.get(word, Code.ESIGN_REFUSED))


def in_json(body: bytes) -> Mapping[str, Any]:
    """The object in a body; empty where there is none."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def status_in(answer: FarAnswer) -> str:
    """The word for the certificate, wherever this version puts it."""
    content = in_json(answer.body)
    inner = content.get("data")
    status = content.get("status") or (inner.get("status") if isinstance(inner, dict) else "")
    return status if isinstance(status, str) else ""


def verdict_in(answer: FarAnswer) -> ServiceVerdict:
    """The service's word and count, wherever this version puts them. Raises NotSignedNow where there is no word."""
    content = in_json(answer.body)
    word = content.get("conclusion") or content.get("summary")
    count = content.get("signatureCount", content.get("jumlah_signature"))
    if not isinstance(word, str) or not word.strip():
        raise NotSignedNow(Code.ESIGN_REFUSED)
    return ServiceVerdict(word.strip().upper()[:40], count if isinstance(count, int) else 0)


def document_in(headers: Mapping[str, str]) -> str:
    """The service's name for a signed document, where it gave one that can be asked for."""
    name = next((headers[each] for each in ID_HEADERS if headers.get(each)), "").strip()
    return name if 0 < len(name) <= 120 and all(sign.isalnum() or sign in "-_." for sign in name) else ""
