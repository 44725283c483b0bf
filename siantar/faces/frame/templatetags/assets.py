"""Addresses of the built front end in templates: `{% asset "styles/office.css" %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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
