"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.messaging import file, settings, views

urlpatterns = [
    path("sudah/", views.settle_many, name="messages-settle-many"),
    path("", views.waiting, name="messages"),
    path("pengaturan/", settings.overview, name="messages-settings"),
    path("pengaturan/sopan/batal/", settings.undo_courtesy, name="messages-courtesy-undo"),
    path("pengaturan/saluran/<str:kind>/", settings.channel, name="messages-channel"),
    path("pengaturan/saluran/<str:kind>/rahasia/", settings.renew_hook, name="messages-hook"),
    path("pengaturan/kata/<str:occasion>/batal/", settings.undo_wording, name="messages-wording-undo"),
    path("pengaturan/kata/<str:occasion>/", settings.wording, name="messages-wording"),
    path("saluran/<str:kind>/coba-lagi/", views.resume, name="messages-resume"),
    path("berkas/<str:typed>/", file.file, name="messages-file"),
    path("<uuid:id>/", views.settle, name="messages-settle"),
    path("<uuid:id>/wa/", views.open_chat, name="messages-chat"),
]
