"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.backoffice import (
    access_table,
    alerts,
    breach,
    deputies,
    odd_readings,
    old_entries,
    requests,
    retention,
    views,
    wishes,
    work_list,
)

urlpatterns = [
    path("", work_list.waiting, name="waiting"),
    path("excel/", work_list.excel, name="waiting-excel"),
    path("tampilan/", wishes.keep_view, name="keep-view"),
    path("tindakan/", work_list.act_on_many, name="act-on-many"),
    path("peringatan/", alerts.rule, name="alert-rule"),
    path("peringatan/batal/", alerts.undo_rule, name="alert-rule-undo"),
    path("peringatan/<uuid:id>/", alerts.take_up, name="alert-take-up"),
    path("di-mana/", views.whereabouts, name="whereabouts"),
    path("kewenangan/", access_table.page, name="access-table"),
    path("wakil/", deputies.deputies, name="deputies"),
    path("permintaan/", requests.requests, name="data-requests"),
    path("permintaan/loket/", requests.at_counter, name="data-request-counter"),
    path("permintaan/salinan/<str:typed>.pdf", requests.copy_paper, name="data-copy-paper"),
    path("permintaan/salinan/<str:typed>.json", requests.copy_file, name="data-copy-file"),
    path("permintaan/pembatasan/", requests.end_restriction, name="restriction-end"),
    path("permintaan/<uuid:id>/", requests.answer, name="data-request-answer"),
    path("kebocoran/", breach.page, name="breach"),
    path("pembacaan/", odd_readings.page, name="odd-readings"),
    path("pembacaan/<int:row>/", odd_readings.settle, name="odd-reading-settle"),
    path("penyimpanan/", retention.page, name="retention"),
    path("penyimpanan/lama/", retention.set_periods, name="retention-periods"),
    path("penyimpanan/lama/batal/", retention.undo_periods, name="retention-periods-undo"),
    path("penyimpanan/tahan/", retention.hold, name="retention-hold"),
    path("penyimpanan/tahan/<int:row>/", retention.release, name="retention-release"),
    path("register-lama/<uuid:entry>/", old_entries.page, name="old-entry"),
    path("register-lama/<uuid:entry>/berkas/", old_entries.go_on, name="old-entry-file"),
    path("<str:typed>/", views.file, name="file"),
    path("<str:typed>/tindakan/", views.act, name="act"),
]
