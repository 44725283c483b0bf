"""What goes of letters when a file's time is over: every word about the person; number, day and kind stay."""

from __future__ import annotations

from siantar.casework.models import Application
from siantar.letters.models import LetterAnswers, LetterDraft, NumberSlot, OfficeLetter, SigningAttempt


def erase_letters(file: Application) -> int:
    """Erase what was written and issued for a file; how many things went."""
    LetterAnswers.objects.filter(application=file).update(fields_sealed=None)
    drafts = LetterDraft.objects.filter(letter__application=file, fields_sealed__isnull=False)
    letters = OfficeLetter.objects.filter(application=file)
    NumberSlot.objects.filter(letter__application=file).exclude(reason="").update(reason=ERASED)
    SigningAttempt.objects.filter(letter__application=file).update(sheet_sealed=None, answer_sealed=None, document="")
    for letter in letters.exclude(reason=""):
        letter.reason = ERASED
        letter.save(update_fields=["reason"])
    return drafts.update(fields_sealed=None) + letters.exclude(pdf_sealed=None, masked_name="").update(
        pdf_sealed=None, masked_name="", statement="", signature=""
    )


ERASED = "(dihapus)"
