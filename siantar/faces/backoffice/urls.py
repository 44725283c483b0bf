"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.backoffice import access_table, alerts, deputies, requests, views, wishes, work_list

urlpatterns = [
    path("", work_list.waiting, name="waiting"),
    path("excel/", work_list.excel, name="waiting-excel"),
    path("tampilan/", wishes.keep_view, name="keep-view"),
    path("tindakan/", work_list.act_on_many, name="act-on-many"),
    path("peringatan/", alerts.rule, name="alert-rule"),
    path("peringatan/<uuid:id>/", alerts.take_up, name="alert-take-up"),
    path("di-mana/", views.whereabouts, name="whereabouts"),
    path("kewenangan/", access_table.page, name="access-table"),
    path("wakil/", deputies.deputies, name="deputies"),
    path("permintaan/", requests.requests, name="data-requests"),
    path("permintaan/<uuid:id>/", requests.answer, name="data-request-answer"),
    path("<str:typed>/", views.file, name="file"),
    path("<str:typed>/tindakan/", views.act, name="act"),
]
