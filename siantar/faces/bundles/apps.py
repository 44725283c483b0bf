"""The room below has the label `bundles`."""

from django.apps import AppConfig


class BundlesFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.bundles"
    label = "bundles_face"
