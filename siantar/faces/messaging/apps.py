"""The room below has the label `messaging`."""

from django.apps import AppConfig


class MessagingFace(AppConfig):
    """This face under a label of its own."""

    name = "siantar.faces.messaging"
    label = "messaging_face"
