"""Fields as forms of this product have them: with sentences that say what to do next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def text_field(label: Any, longest: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """A line of text."""
    words = {"required": _("Isi dulu."), "max_length": _("Terlalu panjang. Ringkaskan.")}
    return forms.CharField(
        label=label, max_length=longest, help_text=help_text, required=required, error_messages=words
    )


class ParagraphField(forms.CharField):
    """Lines of text. Browsers send their ends as CR LF, whatever was shown: unmended, nothing typed is a change."""

    def to_python(self, value: Any) -> str:
        """The text with line ends as they are stored."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")
