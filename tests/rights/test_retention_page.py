"""The page of periods, holds and nights: what is typed stays, what cannot be so is said, nobody else comes in."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from siantar.casework.consequences import relay_all
from siantar.privacy import schedule
from siantar.privacy.models import LegalHold, OddReading, RetentionRule
from siantar.rights import retention
from siantar.rules import receipt_number
from siantar.rules.retention import DAYS, Retained
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_collected

PERIODS = {str(kind): str(days) for kind, days in DAYS.items()}


def test_an_office_sets_its_periods_and_only_what_differs_is_stored(client, town):
    enter(client, "camat")
    answer = client.post(reverse("retention-periods"), PERIODS | {"proofs": "90"})
    assert answer.status_code == 302
    assert list(RetentionRule.objects.values_list("kind", "days")) == [("proofs", 90)]
    assert schedule.days_of(OFFICE)[Retained.PROOFS] == 90
    client.post(reverse("retention-periods"), PERIODS)
    assert not RetentionRule.objects.exists()


def test_what_cannot_be_so_is_said_beside_its_line_and_stays_as_typed(client, town):
    enter(client, "camat")
    for value, sentence in (("9000", "paling lama selama alamat"), ("29", "antara 30 hari"), ("dua", "dengan angka"), ("", "dengan angka")):
        answer = client.post(reverse("retention-periods"), PERIODS | {"proofs": value})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert f'name="proofs" value="{value}"' in page
    assert not RetentionRule.objects.exists()


def test_the_page_says_what_is_due_and_what_the_nights_erased(client, town):
    file = given_collected(town)
    relay_all(town.clock)
    CLOCK.move(timedelta(days=DAYS[Retained.ADDRESS]))
    enter(client, "camat")
    page = client.get(reverse("retention")).content.decode()
    assert receipt_number.grouped(file.receipt_number) in page
    retention.run_now(town.office, town.clock)
    page = client.get(reverse("retention")).content.decode()
    assert receipt_number.grouped(file.receipt_number) not in page
    assert "Alamat, telepon" in page


def test_a_file_is_held_with_a_reason_and_released(client, town):
    file = given_collected(town)
    enter(client, "camat")
    where = reverse("retention-hold")
    assert client.post(where, {"number": file.receipt_number, "reason": " "}).status_code == 422
    assert "tidak ada di kantor" in client.post(where, {"number": "XXXX", "reason": "x"}).content.decode()
    assert client.post(where, {"number": file.receipt_number, "reason": "perkara 3"}).status_code == 302
    assert client.post(where, {"number": file.receipt_number, "reason": "lagi"}).status_code == 409
    hold = LegalHold.objects.get()
    assert "perkara 3" in client.get(reverse("retention")).content.decode()
    client.post(reverse("retention-release", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.ended_at is not None


def test_the_camat_says_a_word_to_unusual_reading(client, town):
    row = OddReading.objects.create(
        office=town.office, day=town.clock.date(), reader_id=int(town.people["loket"].person), sign="nik", times=9,
        first_at=town.clock, last_at=town.clock,
    )  # fmt: skip
    enter(client, "camat")
    assert "Mencari NIK" in client.get(reverse("odd-readings")).content.decode()
    where = reverse("odd-reading-settle", args=[row.pk])
    assert client.post(where, {"word": ""}).status_code == 422
    assert client.post(where, {"word": "Antrean panjang."}).status_code == 302
    assert client.post(where, {"word": "Lagi."}).status_code == 409
    assert "Antrean panjang." in client.get(reverse("odd-readings")).content.decode()
