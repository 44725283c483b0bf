from django.apps import AppConfig
from django.core.signals import request_started


class CaseworkConfig(AppConfig):
    name = "siantar.casework"

    def ready(self) -> None:
        """Names of offices are read anew for every request."""
        from siantar.casework import tracking

        request_started.connect(tracking.read_names_again, dispatch_uid="names of offices")
