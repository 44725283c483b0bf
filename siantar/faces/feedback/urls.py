"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.feedback import complaints, views

urlpatterns = [
    path("", views.results, name="voice"),
    path("skm.pdf", views.paper, name="voice-paper"),
    path("kata/", views.words, name="voice-words"),
    path("kata/<uuid:id>/layar/", views.publish, name="publish-thanks"),
    path("tablet/", views.tablet, name="voice-tablet"),
    path("pengaduan/", complaints.listed, name="complaints"),
    path("pengaduan/baru/", complaints.at_counter, name="complaint-new"),
    path("pengaduan/ekspor.csv", complaints.export, name="complaints-export"),
    path("pengaduan/<str:typed>/", complaints.detail, name="complaint-page"),
    path("pengaduan/<str:typed>/tindakan/", complaints.act, name="complaint-act"),
    path("pengaduan/<str:typed>/tanda.pdf", complaints.slip, name="complaint-slip"),
]
