"""Words and numbers as they are read here, and the switch to English (a link answered by `frame.language`)."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from siantar.faces.frame.language import PARAMETER, decimal
from siantar.rules.receipt_number import grouped

register = template.Library()
register.filter(decimal)
register.filter(grouped)


@register.simple_tag(takes_context=True)
def other_language(context: template.Context) -> str:
    """The query that shows this page in the other language; what else stands in it stays."""
    other = "id" if get_language() == "en" else "en"
    request = context.get("request")
    query = request.GET.copy() if request is not None and request.method == "GET" else None
    if query is None:
        return f"?{PARAMETER}={other}"
    query[PARAMETER] = other
    return f"?{query.urlencode()}"
