"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.courier import views

urlpatterns = [
    path("", views.run, name="run"),
    path("muat/", views.load, name="load"),
    path("<str:typed>/", views.stop, name="stop"),
]
