"""The room below has the label `letters`."""

from django.apps import AppConfig


class LettersFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.letters"
    label = "letters_face"
