"""Population forms of a file, printed from its page and after the hand-in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from siantar.faces.frame import downloads
from siantar.faces.frame.files import access_or_404
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.letters import population
from siantar.privacy.looks import Reader
from siantar.rules.access import Reading


@staff(Reading.POPULATION_FORM)
@require_safe
def form(request: StaffRequest, typed: str, slug: str) -> HttpResponse:
    """One form as PDF, filled in with what is known of the file."""
    file = access_or_404(request, typed)
    try:
        content = population.print_form(file, slug, Reader(request.actor, request.at, "print_form"))
    except population.NoSuchForm as unknown:
        raise Http404 from unknown
    return downloads.pdf(content, f"{slug}-{file.receipt_number}.pdf")
