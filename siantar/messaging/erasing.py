"""Take away what was told of a file, and where to: both are over long after the file is."""

from __future__ import annotations

from siantar.casework.models import Application
from siantar.messaging.models import Choice, Message


def erase_messages(file: Application) -> int:
    """That and where it was told, with the provider's ids and the words of the office in it."""
    return Message.objects.filter(application=file).delete()[0]


def erase_address(file: Application) -> int:
    """The numbers and addresses chosen for it, with the consent they were given by."""
    return Choice.objects.filter(application=file).delete()[0]
