"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.dispatch import consignments, loading, plans, sheets, shifts, shipment_report, views, watching

urlpatterns = [
    path("", views.page, name="board"),
    path("kurir/", shifts.shifts, name="shifts"),
    path("papan/", views.board, name="board_data"),
    path("susun/", views.arrange, name="arrange"),
    path("tempat/", views.place, name="place"),
    path("janji/", views.agree, name="agree"),
    path("kontak/", watching.contact, name="contact"),
    path("catatan/", watching.note, name="note"),
    path("ditolak/<uuid:event>/beres/", watching.settle, name="settle_refusal"),
    path("kurir/<int:person>/keluarkan/", watching.log_out, name="log_out_courier"),
    path("kurir/<int:person>/alihkan/", watching.pass_bag_on, name="pass_bag_on"),
    path("rencana/", plans.begin, name="plan"),
    path("rencana/<uuid:id>/", plans.progress, name="plan_progress"),
    path("rencana/<uuid:id>/berhenti/", plans.stop, name="plan_stop"),
    path("rencana/<uuid:id>/pakai/", plans.take, name="plan_take"),
    path("bukti/<str:typed>.pdf", views.proof, name="proof"),
    path("jasa-kirim/", consignments.consignments, name="consignments"),
    path("jasa-kirim/laporan/", shipment_report.report, name="shipment-report"),
    path("jasa-kirim/laporan/contoh.csv", shipment_report.example, name="shipment-report-csv"),
    path("jasa-kirim/<str:number>/", consignments.consignment, name="consignment"),
    path("jasa-kirim/<str:number>/daftar-serah.pdf", consignments.manifest, name="consignment-manifest"),
    path("<str:number>/daftar-muat.pdf", sheets.loading_list, name="loading_list"),
    path("<str:number>/hari.pdf", sheets.day, name="day_sheet"),
    path("<str:number>/hari.xlsx", sheets.excel, name="day_excel"),
    path("<str:number>/muat/", loading.loading, name="loading"),
    path("<str:number>/kecuali/", views.forbid, name="forbid"),
    path("<str:number>/ulang/", plans.again, name="plan_again"),
    path("<str:number>/umumkan/", views.announce, name="announce"),
    path("<str:number>/tutup/", views.close, name="close"),
]
