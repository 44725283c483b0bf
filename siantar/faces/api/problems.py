"""ApiProblem details (RFC 9457): one shape for every error of the API."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from siantar.rules.access import Forbidden

TITLES = {
    "bad_request": "Permintaan tidak dapat dibaca. Periksa bentuknya.",
    "invalid": "Ada isian yang salah. Lihat daftar `errors`.",
    "unauthenticated": "Token tidak ada atau tidak berlaku. Minta token baru kepada administrator.",
    "forbidden": "Peran atau kantor Anda tidak boleh melakukan ini.",
    "not_found": "Tidak ditemukan, atau bukan milik kantor Anda.",
    "conflict": "Bertentangan dengan keadaan sekarang. Baca lagi, lalu ulangi.",
    "unknown_receipt": "Nomor resi tidak ditemukan. Periksa lagi nomornya atau tanyakan di loket.",
    "training_receipt": "Ini tanda terima latihan, bukan berkas sungguhan. Minta resi yang asli.",
    "true_receipt": "Ini tempat latihan, sedangkan resi ini sungguhan. Buka di Siantar yang sebenarnya.",
    "not_here": "Berkas ini dilayani di Siantar kantor lain. Buka di alamat pada `address`.",
    "mistyped_receipt": "Nomor resi salah ketik. Periksa lagi huruf dan angkanya.",
    "too_many": "Terlalu banyak kejadian dalam satu permintaan. Kirim paling banyak 500.",
    "too_slow": "Kiriman terlalu lama sampai. Periksa sambungan, lalu kirim lagi.",
    "too_often": "Terlalu banyak tautan salah dari jaringan ini. Coba lagi satu jam lagi.",
    "too_large": "Kiriman terlalu besar. Perkecil foto, lalu kirim lagi.",
    "database_away": "Basis data sedang tidak terjangkau. Kirim lagi sebentar lagi.",
    "not_a_photo": "Berkas ini bukan gambar yang dapat dibaca. Ambil foto lagi, lalu kirim.",
}
MESSAGES = {
    "missing": "belum diisi",
    "string_too_short": "belum diisi",
    "string_too_long": "terlalu panjang, paling banyak {max_length}",
    "string_type": "harus berupa teks",
    "list_type": "harus berupa daftar",
    "dict_type": "harus berupa objek",
    "model_attributes_type": "harus berupa objek",
    "too_short": "terlalu sedikit, paling sedikit {min_length}",
    "too_long": "terlalu panjang, paling banyak {max_length}",
    "extra_forbidden": "isian ini tidak dikenal",
    "literal_error": "pilih salah satu: {expected}",
    "uuid_type": "harus berupa UUID",
    "uuid_parsing": "harus berupa UUID",
    "timezone_aware": "zona waktunya belum disebut",
    "value_error": "{error}",
}
STATUS_CODES = {400: "bad_request", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 409: "conflict"}


class FieldError(Schema):
    """One wrong field: where it stands and what is wrong with it."""

    field: str
    message: str


class ProblemOut(Schema):
    """An error as machines and people read it."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[FieldError] = []
    address: str = ""


class ApiProblem(Exception):
    """Answer with a problem instead of a result."""

    def __init__(
        self, status: int, code: str, detail: str = "", errors: list[dict[str, str]] | None = None, *, address: str = ""
    ) -> None:
        super().__init__(status, code)
        self.status, self.code, self.detail, self.errors, self.address = status, code, detail, errors or [], address


ERRORS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), ProblemOut)


def answer(
    status: int, code: str, detail: str = "", errors: list[dict[str, str]] | None = None, *, address: str = ""
) -> HttpResponse:
    """The problem as a response; `address`: where it is to be had instead."""
    title = TITLES.get(code, TITLES["bad_request"])
    content = {"type": f"/docs/problems#{code}", "title": title, "status": status, "code": code, "detail": detail}
    body = json.dumps(
        {**content, "errors": errors or [], **({"address": address} if address else {})}, ensure_ascii=False
    )
    return HttpResponse(body, status=status, content_type="application/problem+json")


def install(api: NinjaAPI) -> None:
    """Turn every error of `api` into a problem."""

    @api.exception_handler(ApiProblem)
    def _problem(_request: HttpRequest, problem: ApiProblem) -> HttpResponse:
        return answer(problem.status, problem.code, problem.detail, problem.errors, address=problem.address)

    @api.exception_handler(Forbidden)
    def _not_granted(_request: HttpRequest, _error: Forbidden) -> HttpResponse:
        return answer(403, "forbidden")

    @api.exception_handler(AuthenticationError)
    def _stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        response = answer(401, "unauthenticated")
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(ValidationError)
    def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(422, "invalid", errors=[_field(field_error) for field_error in error.errors])

    @api.exception_handler(HttpError)
    def _refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(error.status_code, STATUS_CODES.get(error.status_code, "bad_request"), str(error))

    @api.exception_handler(RequestDataTooBig)
    def _heavy(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return answer(413, "too_large")

    @api.exception_handler(SuspiciousOperation)
    def _unreadable(_request: HttpRequest, _error: SuspiciousOperation) -> HttpResponse:
        return answer(400, "bad_request")

    @api.exception_handler(Http404)
    def _absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return answer(404, "not_found")


def _field(error: dict[str, Any]) -> dict[str, str]:
    """Say in Indonesian what is wrong with a field (pydantic speaks English only)."""
    context = defaultdict(str, error.get("ctx", {}))
    context["expected"] = str(context["expected"]).replace(" or ", " atau ")
    message = MESSAGES.get(error["type"], "salah bentuk").format_map(context)
    return {"field": ".".join(str(part) for part in error["loc"][1:]), "message": message}
