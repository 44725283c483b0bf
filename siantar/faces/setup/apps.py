"""The pages with which an office sets itself up."""

from django.apps import AppConfig


class SetupFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.setup"
    label = "setup_face"
