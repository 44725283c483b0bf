"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.setup import emptying, offered, office, people

urlpatterns = [
    path("", office.checklist, name="setup"),
    path("kantor/", office.office_page, name="setup-office"),
    path("libur/", office.days_off, name="setup-days"),
    path("libur/<int:row>/buka/", office.open_again, name="setup-day-drop"),
    path("latihan/", emptying.empty, name="setup-training"),
    path("pegawai/", people.everybody, name="setup-people"),
    path("pegawai/daftar/", people.whole_list, name="setup-people-list"),
    path("pegawai/<int:person>/", people.colleague, name="setup-person"),
    path("pegawai/<int:person>/keluar/", people.leave, name="setup-person-leave"),
    path("layanan/", offered.services, name="setup-services"),
    path("layanan/bawaan/", offered.seed, name="setup-services-seed"),
    path("layanan/salin/", offered.copy, name="setup-services-copy"),
    path("layanan/<slug:code>/", offered.service, name="setup-service"),
    path("layanan/<slug:code>/persyaratan/", offered.papers, name="setup-papers"),
]
