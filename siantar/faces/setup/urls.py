"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.setup import carriers, connections, emptying, offered, office, old_books, people, standards, villages

urlpatterns = [
    path("", office.checklist, name="setup"),
    path("kantor/", office.office_page, name="setup-office"),
    path("libur/", office.days_off, name="setup-days"),
    path("libur/<int:row>/buka/", office.open_again, name="setup-day-drop"),
    path("kelurahan/", villages.page, name="setup-villages"),
    path("kelurahan/pilih/", villages.choose, name="setup-villages-choose"),
    path("kelurahan/batas/", villages.bring, name="setup-borders"),
    path("kelurahan/batas/hapus/", villages.forget, name="setup-borders-forget"),
    path("latihan/", emptying.empty, name="setup-training"),
    path("pegawai/", people.everybody, name="setup-people"),
    path("pegawai/daftar/", people.whole_list, name="setup-people-list"),
    path("pegawai/<int:person>/", people.colleague, name="setup-person"),
    path("pegawai/<int:person>/keluar/", people.leave, name="setup-person-leave"),
    path("register-lama/", old_books.books, name="setup-old-books"),
    path("register-lama/periksa/", old_books.check, name="setup-old-book"),
    path("register-lama/contoh.xlsx", old_books.example, {"form": "xlsx"}, name="setup-old-book-excel"),
    path("register-lama/contoh.csv", old_books.example, {"form": "csv"}, name="setup-old-book-csv"),
    path("register-lama/<uuid:source>/tarik/", old_books.take_back, name="setup-old-book-back"),
    path("jasa-kirim/", carriers.everything, name="setup-carriers"),
    path("jasa-kirim/<int:row>/", carriers.change, name="setup-carrier"),
    path("sambungan/", connections.everything, name="setup-connections"),
    path("sambungan/<uuid:webhook>/", connections.connection, name="setup-connection"),
    path("sambungan/<uuid:webhook>/rahasia/", connections.new_secret, name="setup-connection-secret"),
    path("sambungan/<uuid:webhook>/lanjut/", connections.resume, name="setup-connection-resume"),
    path("sambungan/<uuid:webhook>/ulang/", connections.replay, name="setup-connection-replay"),
    path("sambungan/<uuid:webhook>/hapus/", connections.end, name="setup-connection-end"),
    path("layanan/", offered.services, name="setup-services"),
    path("standar/", standards.page, name="setup-standards"),
    path("standar/daftar.pdf", standards.whole_list, name="setup-standards-list"),
    path("standar/maklumat.pdf", standards.pledge, name="setup-pledge"),
    path("standar/layanan/<slug:code>.pdf", standards.poster, name="setup-standard"),
    path("layanan/bawaan/", offered.seed, name="setup-services-seed"),
    path("layanan/salin/", offered.copy, name="setup-services-copy"),
    path("layanan/<slug:code>/", offered.service, name="setup-service"),
    path("layanan/<slug:code>/persyaratan/", offered.papers, name="setup-papers"),
]
