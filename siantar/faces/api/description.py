"""The description of the API says what is really sent: problems as problems, papers as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

PROBLEM, PDF = "application/problem+json", "application/pdf"


class DescribedAPI(NinjaAPI):
    """Ninja describes every answer as `application/json`; this puts the content types right."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """The OpenAPI 3.1 description."""
        schema = super().get_openapi_schema(**where)
        for status, answer in _answers(schema):
            content = answer.get("content", {})
            if "application/json" not in content:
                continue
            if status >= 400 and not _is_of_oauth(content["application/json"]["schema"]):
                content[PROBLEM] = content.pop("application/json")
            elif content["application/json"]["schema"].get("format") == "binary":
                content[PDF] = content.pop("application/json")
        return schema


def _answers(schema: OpenAPISchema) -> Iterator[tuple[int, dict[str, Any]]]:
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                yield int(status), answer


def _is_of_oauth(schema: Mapping[str, Any]) -> bool:
    """Whether errors are told as RFC 6749, 5.2 has them, and not as problems."""
    return str(schema.get("$ref", "")).endswith("/OAuthErrorOut")
