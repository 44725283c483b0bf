"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.bundles import views

urlpatterns = [
    path("", views.bundles, name="bundles"),
    path("<str:number>/", views.bundle, name="bundle"),
    path("<str:number>/pindai/", views.scan, name="bundle-scan"),
    path("<str:number>/langkah/", views.step, name="bundle-step"),
    path("<str:number>/tandai/", views.mark, name="bundle-mark"),
    path("<str:number>/surat-pengantar.pdf", views.manifest, name="bundle-manifest"),
]
