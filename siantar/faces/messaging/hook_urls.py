"""Where providers call."""

from django.urls import path

from siantar.faces.messaging import hooks

urlpatterns = [
    path("whatsapp", hooks.whatsapp, name="hook-whatsapp"),
    path("sms", hooks.sms, name="hook-sms-header"),
    path("telegram", hooks.telegram, name="hook-telegram-header"),
    path("sms/<str:secret>", hooks.sms, name="hook-sms"),
    path("telegram/<str:secret>", hooks.telegram, name="hook-telegram"),
]
