"""Templates as a tree: what is a block, what stands in a line, where a tag may be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "html head body title noscript script main section article aside header footer nav div p blockquote details "
        "summary h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr th td caption form fieldset legend option "
        "optgroup",
    )
)
VOID_BLOCKS = frozenset({"!doctype", "meta", "link", "hr"})
SAFE_INSIDE = BLOCKS | {"select", "button"}
FLEX = re.compile(  # children of these stand in a flex box or a grid: white space between them is nothing
    r' class="[^"]*\b(?:choices|choice|face|four|row|ways|accessibility|errand|errand-acts|pages|prints|scan|steps|tally|tabs|'
    r"top|who|board-head|inline|crowd|choose|bar|button)\b"
)
INLINE_PARTS = ("parts/badge.html", "parts/camera.html")
SOFT = "\x1f"  # where a line may end without a blank
OPENS = frozenset({"if", "for", "with", "block", "language"})
MIDDLES = frozenset({"else", "elif", "empty"})
UNSEEN = re.compile(r"\{% (?:csrf_token|load |extends |get_current_language |(?:trans|url) .* as \w+ %)|\{#")
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_HOLDS = re.compile(r"(?:\{% (?:if|elif|else)\b[^%]*%\}|<[\w-]+)\Z")  # no line ends behind these inside a tag
_TEXTAREA = re.compile(r"<textarea\b.*?</textarea>", re.DOTALL)  # white space in it would be typed
_BLOCKTRANS = re.compile(r"\{% blocktrans\b.*?\{% endblocktrans %\}", re.DOTALL)


class Malformed(ValueError):
    """Tags that do not close in the order they were opened."""


@dataclass
class Atom:
    """What is printed as it is: an inline tag, a word, a template tag."""

    text: str
    block: bool = False

    @property
    def boundary(self) -> bool:
        return self.block or self.text == "<br>"

    @property
    def unseen(self) -> bool:
        return bool(UNSEEN.match(self.text))


@dataclass
class Space:
    """White space in the source, with its line breaks."""

    breaks: int


@dataclass
class Element:
    """A block with what is in it."""

    open: str
    block: bool
    children: list[Node] = field(default_factory=list)
    close: str = ""

    @property
    def flex(self) -> bool:
        return name_of(self.open) in {"label", "button"} or bool(FLEX.search(self.open))


@dataclass
class Control:
    """`{% if %}` and its kind: each part a tag and what follows it."""

    parts: list[tuple[str, list[Node]]]
    close: str = ""


Node = Atom | Space | Element | Control


def _tag_end(text: str, start: int) -> int:
    """Where the HTML tag that begins at `start` ends; quotes and template tags hide a `>`."""
    place, quote = start + 1, ""
    while place < len(text):
        if template := _TEMPLATE.match(text, place):
            place = template.end()
            continue
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == ">":
            return place + 1
        place += 1
    raise Malformed(text[start : start + 40])


def tokens(text: str) -> Iterator[str]:
    """HTML tags, template tags, white space and words."""
    place = 0
    while place < len(text):
        if (
            whole := _BLOCKTRANS.match(text, place)
            or _TEMPLATE.match(text, place)
            or _TEXTAREA.match(text, place)
            or re.compile(r"\s+").match(text, place)
        ):
            end = whole.end()
        elif re.compile(r"</?[a-zA-Z!]").match(text, place):
            end = _tag_end(text, place)
        else:
            end = place + 1
            while (
                end < len(text) and not text[end].isspace() and not re.compile(r"<[/a-zA-Z!]|\{[%{#]").match(text, end)
            ):
                end += 1
        yield text[place:end]
        place = end


def _is_element(token: str, name: str) -> bool:
    """Blocks, and what is a box of its own in a line: selects, buttons, labels around a choice."""
    return name in SAFE_INSIDE or name == "label" or (name == "a" and ' class="button' in token)


def _is_block(token: str, name: str) -> bool:
    """A label that stands above its box is a block, one around a box is not."""
    return name in BLOCKS or (name == "label" and " for=" in token and " class=" not in token)


def name_of(token: str) -> str:
    tag = re.match(r"</?([\w!-]+)|\{% *(\w+)", token)
    return (tag[1] or tag[2]).lower() if tag else ""


def parse(text: str) -> list[Node]:
    """The template as a tree. Raises Malformed."""
    top: list[Node] = []
    stack: list[tuple[Element | Control | None, list[Node]]] = [(None, top)]
    for token in tokens(text.strip()):
        if token.startswith("{%"):
            _take_template_tag(token, stack)
        elif token.startswith("</") and _closes(stack[-1][0], name_of(token), token):
            stack.pop()[0].close = token  # type: ignore[union-attr]
        elif token.startswith("<") and _is_element(token, name := name_of(token)):
            element = Element(_tidy(token), _is_block(token, name))
            stack[-1][1].append(element)
            stack.append((element, element.children))
        else:
            stack[-1][1].append(_leaf(token))
    if len(stack) > 1:
        raise Malformed(str(stack[-1][0])[:80])
    return top


def _take_template_tag(token: str, stack: list[tuple[Element | Control | None, list[Node]]]) -> None:
    owner, here = stack[-1]
    name = name_of(token)
    if name in OPENS:
        control = Control([(token, [])])
        here.append(control)
        stack.append((control, control.parts[0][1]))
    elif name in MIDDLES and isinstance(owner, Control):
        owner.parts.append((token, []))
        stack[-1] = (owner, owner.parts[-1][1])
    elif name.startswith("end"):
        if not isinstance(owner, Control):
            raise Malformed(token)
        owner.close = token
        stack.pop()
    else:
        here.append(_leaf(token))


def _leaf(token: str) -> Node:
    if token.isspace():
        return Space(token.count("\n"))
    return Atom(_tidy(token) if token.startswith("<") else token, _is_block_atom(token, name_of(token)))


def _closes(owner: Element | Control | None, name: str, token: str) -> bool:
    """Whether an end tag ends the element at hand; raises Malformed where it should and does not."""
    if isinstance(owner, Element) and name_of(owner.open) == name:
        return True
    if name in SAFE_INSIDE:
        raise Malformed(token)
    return False


def _is_block_atom(token: str, name: str) -> bool:
    if name == "include":
        return not any(part in token for part in INLINE_PARTS)
    return token.startswith("<") and name in VOID_BLOCKS


def _tidy(tag: str) -> str:
    """One blank between attributes."""
    return " ".join(part for _, part in split(tag) if part)


def split(text: str) -> list[tuple[str, str]]:
    """A line at its blanks, those of the text and those between attributes, each part with what stands before it.

    Not in quotes, not in template tags, and inside a tag neither behind its name nor behind a condition, as in
    `<option{% if it %} selected{% endif %}>`.
    """
    parts, glue, start, place, quote, inside = [], "", 0, 0, "", False
    while place < len(text):
        if template := _BLOCKTRANS.match(text, place) or _TEMPLATE.match(text, place):
            place = template.end()
            continue
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif inside and letter in "\"'":
            quote = letter
        elif letter == "<":
            inside = True
        elif letter == ">":
            inside = False
        elif letter == SOFT or (letter.isspace() and not (inside and _HOLDS.search(text, 0, place))):
            parts.append((glue, text[start:place]))
            glue, start = letter.strip(SOFT) and " ", place + 1
        place += 1
    return [*parts, (glue, text[start:])]


def without_template_tags(text: str) -> str:
    """The HTML alone."""
    return _TEMPLATE.sub("", text)
