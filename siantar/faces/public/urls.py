"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("t/<str:typed>", views.track, name="track"),
    path("t/<str:typed>/bukti", views.track_with_proof, name="track-proof"),
    path("layanan/", views.services, name="services"),
    path("api/v1/health/live", views.health, name="live"),
]
