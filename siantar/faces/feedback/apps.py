"""The room below has the label `feedback`."""

from django.apps import AppConfig


class FeedbackFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.feedback"
    label = "feedback_face"
