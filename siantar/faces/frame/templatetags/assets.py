"""Addresses of the built front end in templates: `{% asset "styles/office.css" %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from siantar.faces.frame import assets

register = template.Library()


@register.simple_tag
def asset(source: str) -> str:
    """Where a source of `frontend/` is served."""
    return assets.address(source)


@register.simple_tag
def asset_styles(source: str) -> SafeString:
    """Links to the style sheets a script brings along."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((sheet,) for sheet in assets.styles(source)))


@register.simple_tag
def style_inside(source: str) -> SafeString:
    """A style sheet inside the page, so that nothing is waited for; its policy allows it by its hash."""
    return mark_safe(f"<style>{assets.inside(source)}</style>")  # from our own build


@register.simple_tag
def script_inside(source: str) -> SafeString:
    """A script inside the page, as `style_inside`."""
    return mark_safe(f"<script>{assets.inside(source)}</script>")  # from our own build


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """The drawing itself, in the colour of the words beside it; `size` is "s" or "l"."""
    drawing = mark_safe(assets.icons()[name])  # from our own build
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', f" i-{size}" if size else "", drawing
    )


@register.filter
def keyed(label: str, key: str) -> SafeString:
    """The label with the first occurrence of its key marked, as a key to press."""
    before, letter, after = _cut(str(label), key)
    return format_html('{}<u class="key">{}</u>{}', before, letter, after) if letter else format_html("{}", label)


def _cut(label: str, key: str) -> tuple[str, str, str]:
    place = label.lower().find(key)
    return (label, "", "") if place < 0 else (label[:place], label[place], label[place + 1 :])
