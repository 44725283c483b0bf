"""Where the pages of this door are."""

from django.urls import path

from siantar.faces.counter import scanner, views
from siantar.faces.counter.hand_over import hand_over

urlpatterns = [
    path("", views.counter, name="counter"),
    path("dikenal/", views.known_person, name="known-person"),
    path("resi/<str:typed>/<str:paper>.pdf", views.receipt, name="receipt"),
    path("label/<str:typed>.pdf", views.label, name="label"),
    path("hari-ini/", views.today, name="today"),
    path("pemindai/", scanner.scanner, name="scanner"),
    path("serahkan/", hand_over, name="hand-over"),
]
