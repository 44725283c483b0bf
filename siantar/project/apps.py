"""What holds the rooms together."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ProjectConfig(AppConfig):
    name = "siantar.project"

    def ready(self) -> None:
        """Watch how long statements take; stamp every paper of a training installation."""
        from django.conf import settings

        from siantar.paper import press
        from siantar.project.logs import watch_statements

        connection_created.connect(watch_statements, dispatch_uid="siantar.slow")
        press.stamp_everything("LATIHAN" if settings.SIANTAR_TRAINING else "")
