"""What of an API's new description (OpenAPI 3.1) breaks who was built against the old one.

Only what our own descriptions use: paths, parameters, JSON bodies and answers of objects, arrays, choices and references.
What is sent may grow and be asked for less; what is answered may grow and never lose anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Description = Mapping[str, Any]


def breaks(before: Description, now: Description) -> list[str]:
    """Each thing that breaks somebody, in a line; empty where nothing does."""
    return sorted(set(_paths(before, now)))


def _paths(before: Description, now: Description) -> Iterator[str]:
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            other = now["paths"].get(path, {}).get(method)
            where = f"{method.upper()} {path}"
            if other is None:
                yield f"{where} is gone"
            else:
                yield from _parameters(where, operation, other)
                yield from _bodies(where, operation, other, before, now)
                yield from _answers(where, operation, other, before, now)


def _parameters(where: str, before: Description, now: Description) -> Iterator[str]:
    old, new = (
        {(part["in"], part["name"]): part for part in operation.get("parameters", ())} for operation in (before, now)
    )
    for key in old.keys() - new.keys():
        yield f"{where}: parameter {key[1]} is gone"
    for key, part in new.items():
        if part.get("required") and not old.get(key, {}).get("required"):
            yield f"{where}: parameter {key[1]} is required now"


def _bodies(where: str, operation: Description, other: Description, before: Description, now: Description) -> Iterator[str]:
    old, new = operation.get("requestBody"), other.get("requestBody")
    if new and new.get("required") and not (old and old.get("required")):
        yield f"{where}: a body is required now"
    for kind, content in (old or {}).get("content", {}).items():
        sent = (new or {}).get("content", {}).get(kind)
        if sent is None:
            yield f"{where}: a body as {kind} is not taken any more"
        else:
            yield from _Shapes(now, before, "body")(where, sent["schema"], content["schema"])


def _answers(where: str, operation: Description, other: Description, before: Description, now: Description) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        new = other["responses"].get(status)
        if new is None:
            yield f"{where}: answer {status} is gone"
            continue
        for kind, content in answer.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{where}: answer {status} is no {kind} any more"
            else:
                yield from _Shapes(before, now, f"answer {status}")(where, content["schema"], new["content"][kind]["schema"])


class _Shapes:
    """What of a `promised` shape an `offered` one does not keep: an answer promises the old, a body's taker the new."""

    def __init__(self, promising: Description, offering: Description, part: str) -> None:
        self._promising, self._offering, self._part = promising, offering, part
        self._seen: set[tuple[str, str]] = set()

    def __call__(self, where: str, promised: Description, offered: Description) -> Iterator[str]:
        pair = (str(promised), str(offered))
        if pair in self._seen:
            return
        self._seen.add(pair)
        yield from self._values(where, promised, offered)
        promised, offered = _open(promised, self._promising), _open(offered, self._offering)
        for name in promised.get("required", ()):
            if name not in offered.get("required", ()):
                yield f"{where}, {self._part}: {name} {self._loss(name, offered)}"
        for name, inner in promised.get("properties", {}).items():
            if name in offered.get("properties", {}):
                yield from self(f"{where} .{name}", inner, offered["properties"][name])
            elif self._part != "body":
                yield f"{where}, {self._part}: {name} is gone"
        for name in offered.get("properties", {}) if self._part == "body" else ():
            if "properties" in promised and name not in promised["properties"]:
                yield f"{where}, {self._part}: {name} is not taken any more"
        if "items" in promised and "items" in offered:
            yield from self(f"{where} []", promised["items"], offered["items"])

    def _loss(self, name: str, offered: Description) -> str:
        if self._part == "body":
            return "is required now"
        return "may be missing now" if name in offered.get("properties", {}) else "is gone"

    def _values(self, where: str, promised: Description, offered: Description) -> Iterator[str]:
        """Types and choices: who reads must know all that may come."""
        allowed, coming = _types(promised, self._promising), _types(offered, self._offering)
        if not coming <= allowed:
            yield f"{where}, {self._part}: {', '.join(sorted(coming - allowed))} beside {', '.join(sorted(allowed))}"
        allowed_values, sent_values = (
            set(_open(shape, description).get("enum", ()))
            for shape, description in ((promised, self._promising), (offered, self._offering))
        )
        gone = sent_values - allowed_values
        if self._part == "body" and allowed_values and gone:
            yield f"{where}, {self._part}: {', '.join(sorted(map(str, gone)))} is not taken any more"


def _open(shape: Description, description: Description) -> Description:
    """A shape with its reference followed, and of a choice with nothing the other one."""
    while "$ref" in shape or "anyOf" in shape:
        if "anyOf" in shape:
            real = [choice for choice in shape["anyOf"] if choice.get("type") != "null"]
            if len(real) != 1:
                break
            shape = real[0]
            continue
        target: Any = description
        for step in shape["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        shape = target
    return shape


def _types(shape: Description, description: Description) -> set[str]:
    """The types a value may have; of any type where nothing is said."""
    choices = shape.get("anyOf") or shape.get("oneOf") or shape.get("allOf")
    if choices:
        return set().union(*(_types(choice, description) for choice in choices))
    shape = _open(shape, description)
    kind = shape.get("type")
    return set(kind) if isinstance(kind, list) else {kind} if kind else {"any"}
