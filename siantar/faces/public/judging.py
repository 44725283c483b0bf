"""The survey as a form: nine questions with four faces, two boxes for words, three lines about oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from siantar.catalogue import words
from siantar.feedback.models import Answer
from siantar.feedback.questions import ABOUT, QUESTIONS
from siantar.feedback.survey import MOST_WORDS, Judgement
from siantar.rules.satisfaction import HIGHEST, LOWEST, Element

POINTS = range(LOWEST, HIGHEST + 1)


@dataclass(frozen=True, slots=True)
class SurveyChoice:
    """One face: its points, its word, and whether it was chosen."""

    points: int
    word: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question as the page shows it."""

    place: int
    name: str
    text: str
    choices: tuple[SurveyChoice, ...]
    error: str


class JudgingForm(forms.Form):
    """What came in; every question must be answered, everything else may be left out."""

    thanks = forms.CharField(required=False, max_length=MOST_WORDS)
    grief = forms.CharField(required=False, max_length=MOST_WORDS)
    dari = forms.CharField(required=False, max_length=20)
    pin = forms.CharField(required=False, max_length=20)

    def __init__(self, data: object = None, *, language: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.language = language
        for place, element in enumerate(Element, 1):
            wrong = _("Pertanyaan %(n)s belum dijawab.") % {"n": place}
            self.fields[element] = forms.TypedChoiceField(
                coerce=int,
                choices=[(points, points) for points in POINTS],
                error_messages={"required": wrong, "invalid_choice": wrong},
            )
        for name, (_label, options) in ABOUT.items():
            choices = [("", ""), *((code, code) for code in options)]
            self.fields[name] = forms.ChoiceField(required=False, choices=choices)

    def questions(self) -> Sequence[SurveyQuestion]:
        """List the questions with what was chosen so far."""
        return [self._question(place, element) for place, element in enumerate(Element, 1)]

    def _question(self, place: int, element: Element) -> SurveyQuestion:
        question, answer = QUESTIONS[element], str(self.data.get(element, ""))
        choices = tuple(
            SurveyChoice(points, word.in_language(self.language), answer == str(points))
            for points, word in zip(POINTS, question.answers, strict=True)
        )
        error = self.errors[element][0] if self.is_bound and element in self.errors else ""
        return SurveyQuestion(place, str(element), question.wording.in_language(self.language), choices, str(error))

    def about(self) -> list[tuple[str, str, tuple[tuple[str, str], ...], str]]:
        """List name, label, choices and what was chosen of the lines about oneself."""
        return [
            (
                name,
                label.in_language(self.language),
                words.choices(options, self.language),
                str(self.data.get(name, "")),
            )
            for name, (label, options) in ABOUT.items()
        ]

    def judgement(self, *, tablet: bool) -> Judgement:
        """Read the judgement of a valid form."""
        cleaned = self.cleaned_data
        by_qr = Answer.Way.QR if cleaned["dari"] == "qr" else Answer.Way.LINK
        return Judgement(
            {element: cleaned[element] for element in Element},
            Answer.Way.TABLET if tablet else by_qr,
            cleaned["thanks"],
            cleaned["grief"],
            {name: cleaned[name] for name in ABOUT},
        )
