"""Where the guides are."""

from django.urls import path

from siantar.faces.guides import views

urlpatterns = [
    path("", views.index, name="guides"),
    path("judul.json", views.headings, name="guide-headings"),
    path("gambar/<str:name>", views.picture, name="guide-picture"),
    path("<slug:slug>/", views.page, name="guide"),
]
