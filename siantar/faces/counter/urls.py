"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.counter import corrections, scanner, views, waiting_room
from siantar.faces.counter.hand_over import hand_over

urlpatterns = [
    path("", views.counter, name="counter"),
    path("dikenal/", views.known_person, name="known-person"),
    path("resi/<str:typed>/<str:paper>.pdf", views.receipt, name="receipt"),
    path("resi-bersama/<str:typed>/<str:paper>.pdf", views.receipt_of_visit, name="receipt-of-visit"),
    path("label/<str:typed>.pdf", views.label, name="label"),
    path("hari-ini/", views.today, name="today"),
    path("perbaiki/<str:typed>/", corrections.correct, name="correct-intake"),
    path("perbaiki/<str:typed>/kk/", corrections.card_number, name="correct-kk"),
    path("perbaiki/<str:typed>/pemohon/", corrections.sort_out, name="sort-out"),
    path("antrean/", waiting_room.queue, name="waiting-room"),
    path("pemindai/", scanner.scanner, name="scanner"),
    path("serahkan/", hand_over, name="hand-over"),
]
