"""What is said when a change of settings was taken back, and when it cannot be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

UNDONE = _("Perubahan terakhir dibatalkan.")
CHANGED_SINCE = _("Tidak ada yang dapat dibatalkan: isinya sudah diubah dengan cara lain sesudah itu.")
