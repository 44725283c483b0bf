"""Where the pages of this door are."""

from django.urls import path, register_converter

from siantar.faces.courier import views


class Part:
    """`photo` or `signature` in an address."""

    regex = "photo|signature"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Part, "part")

urlpatterns = [
    path("", views.app, name="app"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("hari-ini/", views.day, name="day"),
    path("kirim/", views.send, name="send"),
    path("periksa/", views.check, name="check"),
    path("bukti/<uuid:event>/<part:part>/", views.piece, name="piece"),
]
