"""What every page of staff shows around its content."""
from __future__ import annotations
from django.http import HttpRequest
def frame(request: HttpRequest) -> dict[str, object]:
    return {}
