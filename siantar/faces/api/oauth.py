"""OAuth 2.0 client credentials (RFC 6749, 4.4): a system's own token buys short ones, which travel in its stead."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from siantar.directory import tokens

router = Router()
GRANT = "client_credentials"
_NAMES = ("grant_type", "scope", "client_id", "client_secret")
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": [GRANT]},
                        "scope": {"type": "string", "enum": list(tokens.SCOPES)},
                        "client_id": {"type": "string"},
                        "client_secret": {"type": "string"},
                    },
                }
            }
        },
    }
}


class ShortTokenOut(Schema):
    """`expires_in` seconds from now; `scope` as it was given."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class OAuthErrorOut(Schema):
    """An error as RFC 6749, 5.2 has it."""

    error: Literal["invalid_request", "invalid_client", "unsupported_grant_type", "invalid_scope"]
    error_description: str


@dataclass(frozen=True, slots=True)
class _Client:
    mark: str
    secret: str


class _Problem(Exception):
    def __init__(self, error: str, words: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.words, self.status = error, words, status


@router.post(
    "/token", auth=None, response={200: ShortTokenOut, 400: OAuthErrorOut, 401: OAuthErrorOut}, openapi_extra=_FORM
)
def short_token(request: HttpRequest) -> HttpResponse:
    """Give a short-lived token for the client credentials: by HTTP Basic or in the form, never both."""
    try:
        return _answer(200, _granted(request))
    except _Problem as problem:
        response = _answer(problem.status, {"error": problem.error, "error_description": problem.words})
        if problem.status == 401:
            response["WWW-Authenticate"] = 'Basic realm="siantar", charset="UTF-8"'
        return response


def _answer(status: int, content: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(content), status=status, content_type="application/json")
    response["Cache-Control"], response["Pragma"] = "no-store", "no-cache"
    return response


def _granted(request: HttpRequest) -> dict[str, Any]:
    """The answer of RFC 6749, 5.1. Raises _Problem."""
    form = _form(request)
    if not form["grant_type"]:
        raise _Problem("invalid_request", "grant_type is missing")
    client = _client(request, form)
    if form["grant_type"] != GRANT:
        raise _Problem("unsupported_grant_type", f"only {GRANT}")
    at = request.at  # type: ignore[attr-defined]
    system = tokens.system_of(client.mark, client.secret, at)
    if system is None:
        raise _Problem("invalid_client", "unknown client or wrong secret", 401)
    scope = tokens.narrowest(system.scope, form["scope"])
    if not scope:
        raise _Problem("invalid_scope", f"the client may ask for {system.scope}")
    secret = tokens.issue_short(system, scope, at)
    seconds = int(min(tokens.SHORT, (system.ends_at or at + tokens.SHORT) - at).total_seconds())
    return {"access_token": secret, "token_type": "Bearer", "expires_in": seconds, "scope": scope}


def _form(request: HttpRequest) -> dict[str, str]:
    """Each parameter once at most, as 3.2 demands. Raises _Problem."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise _Problem("invalid_request", "send application/x-www-form-urlencoded")
    if any(len(request.POST.getlist(name)) > 1 for name in request.POST):
        raise _Problem("invalid_request", "a parameter is there twice")
    return {name: request.POST.get(name, "") for name in _NAMES}


def _client(request: HttpRequest, form: dict[str, str]) -> _Client:
    """Who asks. Raises _Problem, for two ways at once too (2.3)."""
    header = request.headers.get("Authorization", "")
    in_form = bool(form["client_id"] or form["client_secret"])
    if header and in_form:
        raise _Problem("invalid_request", "two ways of client authentication")
    if not header:
        if not (form["client_id"] and form["client_secret"]):
            raise _Problem("invalid_client", "client credentials are missing", 401)
        return _Client(form["client_id"], form["client_secret"])
    return _by_basic(header)


def _by_basic(header: str) -> _Client:
    """Both parts are form-encoded before they are joined (2.3.1). Raises _Problem."""
    scheme, _blank, credentials = header.partition(" ")
    try:
        pair = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _Problem("invalid_client", "unreadable credentials", 401) from error
    mark, colon, secret = pair.partition(":")
    if scheme.casefold() != "basic" or not colon:
        raise _Problem("invalid_client", "only HTTP Basic", 401)
    return _Client(unquote_plus(mark), unquote_plus(secret))
