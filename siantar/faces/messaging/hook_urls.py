"""Where providers call."""

from django.urls import path

from siantar.faces.messaging import hooks

urlpatterns = [
    path("whatsapp", hooks.whatsapp, name="hook-whatsapp"),
    path("sms/<str:secret>", hooks.sms, name="hook-sms"),
    path("telegram/<str:secret>", hooks.telegram, name="hook-telegram"),
]
