"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.public import (
    channels,
    complaint,
    courier_check,
    figures,
    footprints,
    pwa,
    resident,
    resident_papers,
    services,
    survey,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("t/", pwa.start, name="track-start"),
    path("t/<str:typed>", views.track, name="track"),
    path("t/<str:typed>/bukti", views.track_with_proof, name="track-proof"),
    path("t/<str:typed>/saya/", resident.page, name="resident"),
    path("t/<str:typed>/saya/hari", resident.choose_visit, name="resident-visit"),
    path("t/<str:typed>/saya/cara", resident.change_way, name="resident-way"),
    path("t/<str:typed>/saya/penerima", resident.name_receiver, name="resident-receiver"),
    path("t/<str:typed>/saya/kontak", resident.correct_contact, name="resident-contact"),
    path("t/<str:typed>/saya/permintaan", resident.ask_about_data, name="resident-request"),
    path("t/<str:typed>/saya/pemberitahuan", channels.subscribe, name="resident-push"),
    path("t/<str:typed>/saya/keluar", resident.leave, name="resident-leave"),
    path("t/<str:typed>/saya/jejak", footprints.all_looks, name="resident-looks"),
    path("t/<str:typed>/saya/surat-kuasa.pdf", resident_papers.letter, name="resident-letter"),
    path("t/<str:typed>/saya/bukti.pdf", resident_papers.proof, name="resident-proof"),
    path("t/<str:typed>/saya/jadwal.ics", resident_papers.calendar, name="resident-calendar"),
    path("lacak.webmanifest", pwa.manifest, name="track-manifest"),
    path("lacak.sw.js", pwa.service_worker, name="track-worker"),
    path("petugas/", courier_check.start, name="courier-check"),
    path("petugas/<str:code>", courier_check.check, name="courier-check-code"),
    path("layanan/", services.services, name="services"),
    path("skm/", survey.enter, name="survey"),
    path("skm/terima-kasih/", survey.thanks, name="survey-thanks"),
    path("skm/<str:typed>", survey.judge, name="survey-judge"),
    path("pengaduan/", complaint.complain, name="complain"),
    path("pengaduan/<str:typed>", complaint.complaint, name="complaint"),
    path("kinerja/", figures.figures, name="figures"),
    path("api/v1/health/live", views.health, name="live"),
]
