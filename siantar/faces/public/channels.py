"""How the holder of the receipt is told: notifications in this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from siantar.casework.models import Application
from siantar.faces.frame.language import spoken
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.messaging import preferences, templates
from siantar.messaging.channels.webpush import vapid
from siantar.messaging.preferences import MessageWish, NoSuchAddress
from siantar.rules.occasions import ChannelKind

MOST_BROWSERS = 5


def offer(file: Application) -> dict[str, str]:
    """What the button needs: our public key, and the words that are agreed to."""
    consent = templates.consent(file.office.name, ChannelKind.WEBPUSH, spoken())
    return {"key": vapid.public_key(), "consent": consent}


@holders
@require_POST
def subscribe(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Keep this browser's subscription, sealed, with the consent; or let it stand in the place of a `former` one."""
    former, typed = request.POST.get("former", ""), request.POST.get("subscription", "")
    wish = MessageWish(ChannelKind.WEBPUSH, typed, spoken())
    try:
        return _renew(holder, former, wish) if former else _choose(holder, wish)
    except NoSuchAddress:
        return JsonResponse({"error": _("Peramban ini tidak dapat menerima pemberitahuan.")}, status=422)


def _renew(holder: ReceiptHolder, former: str, wish: MessageWish) -> HttpResponse:
    moved = preferences.renew(holder.file, former, wish, by=holder.actor)
    return HttpResponse(status=204 if moved else 404)


def _choose(holder: ReceiptHolder, wish: MessageWish) -> HttpResponse:
    browsers = [choice for choice in preferences.choices_of(holder.file) if choice.channel == ChannelKind.WEBPUSH]
    if len(browsers) >= MOST_BROWSERS:
        return JsonResponse({"error": _("Sudah ada lima peramban untuk resi ini.")}, status=409)
    preferences.choose(holder.file, wish, by=holder.actor, at=holder.at)
    return HttpResponse(status=204)
