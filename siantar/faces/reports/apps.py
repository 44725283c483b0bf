"""The room below has the label `reports`."""

from django.apps import AppConfig


class ReportsFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.reports"
    label = "reports_face"
