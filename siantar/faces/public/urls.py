"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.public import complaint, figures, survey, views

urlpatterns = [
    path("", views.home, name="home"),
    path("t/<str:typed>", views.track, name="track"),
    path("t/<str:typed>/bukti", views.track_with_proof, name="track-proof"),
    path("layanan/", views.services, name="services"),
    path("skm/", survey.enter, name="survey"),
    path("skm/terima-kasih/", survey.thanks, name="survey-thanks"),
    path("skm/<str:typed>", survey.judge, name="survey-judge"),
    path("pengaduan/", complaint.complain, name="complain"),
    path("pengaduan/<str:typed>", complaint.complaint, name="complaint"),
    path("kinerja/", figures.figures, name="figures"),
    path("api/v1/health/live", views.health, name="live"),
]
