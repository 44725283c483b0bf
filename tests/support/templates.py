"""How templates are written: `python -m tests.support.templates` puts all of them in form (`make fix` does).

One element a line where it is a block, its content one step in; what fits on one line may stay there. White space is
only ever changed where it cannot be seen: beside blocks, inside tags, or where there was some before.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.template_tree import (
    SOFT,
    Atom,
    Control,
    Element,
    Malformed,
    Node,
    Space,
    name_of,
    parse,
    split,
    without_template_tags,
)

ROOT = Path(__file__).parents[2]
WIDTH, STEP = 120, 2


def _has_block(node: Node) -> bool:
    if isinstance(node, Element):
        return node.block or any(map(_has_block, node.children))
    if isinstance(node, Control):
        return any(_has_block(child) for _, children in node.parts for child in children)
    return isinstance(node, Atom) and node.block


def _has_break(children: list[Node]) -> bool:
    for node in children:
        inner = [child for _, part in node.parts for child in part] if isinstance(node, Control) else []
        if (isinstance(node, Space) and node.breaks) or _has_break(inner):
            return True
        if isinstance(node, Element) and _has_break(node.children):
            return True
    return False


def _inline(children: list[Node]) -> str:
    return "".join(map(_flat, children))


def _flat(node: Node) -> str:
    if isinstance(node, Space):
        return " "
    if isinstance(node, Atom):
        return node.text
    if isinstance(node, Element):
        inner = _inline(node.children).strip()
        soft = "" if _is_tight(node) else SOFT
        return f"{node.open}{soft}{inner}{soft}{node.close}"
    return "".join(f"{tag}{_inline(children)}" for tag, children in node.parts) + node.close


def _is_tight(element: Element) -> bool:
    """Beside a hidden text that stands outside the flow, white space in a flex box is one more child."""
    return not element.block and "visually-hidden" in _inline(element.children)


def _is_boundary(node: Node | None) -> bool:
    """Whether white space beside this node cannot be seen."""
    if isinstance(node, Control):
        edges = [children for _, children in node.parts if children]
        return bool(edges) and all(_is_boundary(part[0]) and _is_boundary(part[-1]) for part in edges)
    return (
        isinstance(node, Space)
        or (isinstance(node, Element) and node.block)
        or (isinstance(node, Atom) and node.boundary)
    )


def _is_box(node: Node | None) -> bool:
    return isinstance(node, Element) or (isinstance(node, Atom) and node.text.startswith("<"))


def _may_break(children: list[Node], place: int, *, start: bool, end: bool, flex: bool) -> bool:
    """Whether a line may end before the child at `place` (`len(children)`: after the last)."""
    before, after = place - 1, place
    while before >= 0 and isinstance(node := children[before], Atom) and node.unseen:
        before -= 1
    while after < len(children) and isinstance(node := children[after], Atom) and node.unseen:
        after += 1
    left = start if before < 0 else _is_boundary(children[before]) or (flex and _is_box(children[before]))
    right = end if after >= len(children) else _is_boundary(children[after]) or (flex and _is_box(children[after]))
    return left or right


def _lines(children: list[Node], indent: int, *, start: bool = True, end: bool = True, flex: bool = False) -> list[str]:
    """The children as lines; `start` and `end` say whether white space may be added before and after all of them."""
    written: list[str] = []
    run: list[Node] = []

    def flush() -> None:
        if text := _inline(run).strip():
            written.extend(_filled(text, indent))
        run.clear()

    for place, node in enumerate(children):
        before = _may_break(children, place, start=start, end=end, flex=flex)
        after = _may_break(children, place + 1, start=start, end=end, flex=flex)
        if before and run:
            run.append(Atom(SOFT))
        if isinstance(node, Space):
            if node.breaks:
                flush()
                if node.breaks > 1 and written and place < len(children) - 1:
                    written.append("")
            else:
                run.append(node)
        elif isinstance(node, Atom) and not node.block:
            if node.unseen and before and _opens_line(node):
                flush()
            run.append(node)
            if node.unseen and after:
                flush()
        elif _stays_inline(node, indent, before=before, after=after):
            run.append(node)
        else:
            flush()
            written.extend(_block_lines(node, indent, before=before, after=after, flex=flex))
    flush()
    return written


def _opens_line(node: Atom) -> bool:
    return "csrf_token" not in node.text


def _stays_inline(node: Node, indent: int, *, before: bool, after: bool) -> bool:
    if isinstance(node, Control):
        loose = before and after
        fits = len(_flat(node)) + indent <= WIDTH and not _has_break([node])
        return not _has_block(node) and (fits or not loose)
    if not isinstance(node, Element) or node.block:
        return False
    return not (before and after) or (len(_flat(node)) + indent <= WIDTH and not _has_break(node.children))


def _block_lines(node: Node, indent: int, *, before: bool, after: bool, flex: bool) -> list[str]:
    if isinstance(node, Atom):
        return _filled(node.text, indent)
    if isinstance(node, Element):
        if _is_tight(node):
            return _filled(_flat(node), indent)
        simple = not any(_has_block(child) for child in node.children) and not _has_break(node.children)
        if simple and len(_flat(node)) + indent <= WIDTH:
            return [" " * indent + _flat(node)]
        inner = _lines(node.children, indent + STEP, flex=node.flex)
        if not inner:
            return _filled(node.open + node.close, indent)
        return [*_filled(node.open, indent), *inner, " " * indent + node.close]
    return _control_lines(node, indent, before=before, after=after, flex=flex)


def _control_lines(node: Control, indent: int, *, before: bool, after: bool, flex: bool) -> list[str]:
    if not _has_block(node) and len(_flat(node)) + indent <= WIDTH and not _has_break([node]):
        return [" " * indent + _flat(node)]
    written = []
    for tag, children in node.parts:
        edges = [_may_break(children, place, start=before, end=after, flex=flex) for place in (0, len(children))]
        ends = children[:1] + children[-1:]
        again = name_of(tag) != "for" or flex or not ends or any(map(_is_boundary, ends))  # a loop meets itself
        if not (all(edges) and (again or not (before and after))):
            raise Malformed(f"no place for a line break: {_flat(node)[:100]}")
        written += [" " * indent + tag, *_lines(children, indent + STEP, start=before, end=after, flex=flex)]
    return [*written, " " * indent + node.close]


def _filled(text: str, indent: int) -> list[str]:
    """The text in lines that fit, broken at its blanks; what goes on inside a tag stands one step in."""
    lines, current, deep = [], "", indent
    for glue, part in split(text):
        if current and deep + len(current) + len(glue) + len(part) > WIDTH:
            lines.append(" " * deep + current)
            deep = indent + (STEP if _is_inside_tag("\n".join(lines)) else 0)
            current = part
        else:
            current = f"{current}{glue}{part}" if current else part
    return [*lines, " " * deep + current]


def _is_inside_tag(text: str) -> bool:
    bare = without_template_tags(text)
    return bare.rfind("<") > bare.rfind(">")


def formatted(text: str) -> str:
    """The template in form: what is long is broken, and what was broken may open further. Raises Malformed."""
    for _ in range(5):
        before, text = text, "\n".join(line.replace(SOFT, "") for line in _lines(parse(text), 0)) + "\n"
        if text == before:
            return text
    raise Malformed("no rest after five rounds")


def paths() -> list[Path]:
    """Every template of ours."""
    return sorted((ROOT / "siantar").rglob("templates/**/*.html"))


def main(*options: str) -> int:
    """Write every template in form; with `--check` only name those that are not."""
    wrong = [path for path in paths() if formatted(path.read_text()) != path.read_text()]
    for path in wrong:
        if "--check" in options:
            print(f"{path.relative_to(ROOT)} is not in form: make fix", file=sys.stderr)
        else:
            path.write_text(formatted(path.read_text()))
    return 1 if wrong and "--check" in options else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
