"""The room below has the label `shelf`."""

from django.apps import AppConfig


class ShelfFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.shelf"
    label = "shelf_face"
