"""The guides of the office as pages."""

from django.apps import AppConfig


class GuidesFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.guides"
    label = "guides_face"
