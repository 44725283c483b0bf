"""Django has an app of its own called messages."""

from django.apps import AppConfig


class MessagesFace(AppConfig):
    """This face under another label."""

    name = "siantar.faces.messages"
    label = "messages_face"
