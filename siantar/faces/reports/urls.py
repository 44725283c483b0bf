"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.reports import names, views

urlpatterns = [
    path("", views.page, name="report"),
    path("terancam/", names.page, name="report-names"),
    path("angka/<slug:code>.csv", views.numbers, name="report-numbers"),
    path("angka/<slug:code>.xlsx", views.numbers_excel, name="report-numbers-excel"),
    path("laporan.xlsx", views.excel, name="report-excel"),
]
