"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.shelf import counts, views

urlpatterns = [
    path("", views.shelf, name="shelf"),
    path("baru/", views.new_place, name="place-new"),
    path("aturan/", views.rule, name="keeping-rule"),
    path("aturan/batal/", views.undo_rule, name="keeping-rule-undo"),
    path("label.pdf", views.labels, name="place-labels"),
    path("hitung/", counts.counts, name="counts"),
    path("hitung/<uuid:id>/", counts.count, name="count"),
    path("hitung/<uuid:id>/pindai/", counts.scan, name="count-scan"),
    path("hitung/<uuid:id>/langkah/", counts.step, name="count-step"),
    path("hitung/<uuid:id>/berita-acara.pdf", counts.paper, name="count-paper"),
    path("<str:number>/", views.place, name="place"),
    path("<str:number>/pindai/", views.scan, name="place-scan"),
    path("<str:number>/tutup/", views.close, name="place-close"),
    path("<str:number>/label.pdf", views.label, name="place-label"),
]
