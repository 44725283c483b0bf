"""A count in words: of what, when, by whom, and whether it agreed with the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from siantar.faces.frame import holders
from siantar.shelf.models import Count, CountedItem

FINDINGS: Mapping[str, Promise] = {
    CountedItem.Finding.THERE: gettext_lazy("Ada"),
    CountedItem.Finding.FOREIGN: gettext_lazy("Bukan dari sini"),
    CountedItem.Finding.MISSING: gettext_lazy("Tidak ada"),
}


@dataclass(frozen=True, slots=True)
class CountedWords:
    """The last count of something; `state` is never, agrees or differs."""

    state: str
    words: str
    at: datetime | None = None
    by: str = ""
    count: Count | None = None


def last_count_of(count: Count | None, at: datetime) -> CountedWords:
    """How the last signed count went, and how long ago."""
    if count is None or count.signed_at is None:
        return CountedWords("never", _("Belum pernah dihitung"))
    differing: int = count.differing  # type: ignore[attr-defined]  # `shelf.queries` counts them along
    days = (at - count.signed_at).days
    ago = ngettext("%(days)d hari lalu", "%(days)d hari lalu", days) % {"days": days} if days else _("hari ini")
    differs = _("selisih %(number)d") % {"number": differing}
    words = _("Dihitung %(ago)s: %(outcome)s") % {"ago": ago, "outcome": differs if differing else _("cocok")}
    by = count.counted_by.get_full_name() or count.counted_by.get_username()
    return CountedWords("differs" if differing else "agrees", words, count.signed_at, by, count)


def subject_of(count: Count) -> str:
    """What is counted, in words."""
    return count.place.name if count.place else holders.in_words([count.holder])[count.holder]
