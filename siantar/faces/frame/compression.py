"""HTML compressed on its way out; nothing else is.

Answers in JSON carry keys (the courier's day) and pieces of files carry ranges: neither may be compressed. Against
BREACH Django masks the CSRF token anew for each answer and adds up to 100 random bytes to the length.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Django's gzip for pages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where it is a page and the browser takes it."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
