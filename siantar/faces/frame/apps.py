"""What every page of staff stands in."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "siantar.faces.frame"

    def ready(self) -> None:
        """Record from now on what the login library tells."""
        import siantar.faces.frame.audited  # noqa: F401
