"""An installation for training stands beside the true one: receipts of the one are told from those of the other."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from siantar.directory import elsewhere
from siantar.rules import receipt_number
from siantar.rules.vocabulary import Code


def number_here(number: int) -> int:
    """The number of an office inside the receipts it issues in this installation."""
    return receipt_number.TRAINING + number if settings.SIANTAR_TRAINING else number


def fits_here(number: int) -> bool:
    """Whether receipts with this number of an office are of this installation's kind."""
    return (number >= receipt_number.TRAINING) is bool(settings.SIANTAR_TRAINING)


def why_unknown(number: str, at: datetime | None) -> Code:
    """Why there is no file with this receipt number here: of the other kind, of an office elsewhere, or not known."""
    if receipt_number.is_of_training(number):
        return Code.UNKNOWN_RECEIPT if settings.SIANTAR_TRAINING else Code.TRAINING_RECEIPT
    if settings.SIANTAR_TRAINING:
        return Code.TRUE_RECEIPT
    return Code.NOT_HERE if elsewhere.serving(number, at) else Code.UNKNOWN_RECEIPT
