"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.reports import behind, city, issued, names, views, wall

urlpatterns = [
    path("", views.page, name="report"),
    path("layar/", wall.page, name="wall"),
    path("layar/antrean/", wall.queue, name="wall-queue"),
    path("terancam/", names.page, name="report-names"),
    path("berkas/", behind.page, name="report-files"),
    path("angka/<slug:code>.csv", views.numbers, name="report-numbers"),
    path("angka/<slug:code>.xlsx", views.numbers_excel, name="report-numbers-excel"),
    path("laporan.xlsx", views.excel, name="report-excel"),
    path("laporan.pdf", views.paper, name="report-paper"),
    path("bulanan/", issued.page, name="issued-reports"),
    path("kota/", city.page, name="city-reports"),
    path("kota/terbitkan/", city.issue, name="issue-city-report"),
    path("kota/penerima/", city.set_receivers, name="city-receivers"),
    path("kota/penerima/batal/", city.undo_receivers, name="city-receivers-undo"),
    path("kota/<slug:code>.pdf", city.paper, name="city-paper"),
    path("kota/<slug:code>.xlsx", city.excel, name="city-excel"),
    path("bulanan/terbitkan/", issued.issue, name="issue-report"),
    path("bulanan/penerima/", issued.set_receivers, name="report-receivers"),
    path("bulanan/penerima/batal/", issued.undo_receivers, name="report-receivers-undo"),
    path("bulanan/<slug:code>.pdf", issued.paper, name="issued-paper"),
    path("bulanan/<slug:code>.xlsx", issued.excel, name="issued-excel"),
]
