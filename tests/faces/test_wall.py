"""The screen in the lobby: for everybody, nothing personal, small numbers hidden, thanks only when they were put up."""

from __future__ import annotations

import pytest

from siantar.casework.consequences import relay_all
from siantar.feedback import survey
from siantar.feedback.models import Answer
from siantar.feedback.survey import Judgement
from siantar.reports import served_files
from siantar.rules.satisfaction import Element
from tests.people import enter, given_collected, given_town, receipt_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def text_of(client) -> str:
    answer = client.get("/laporan/layar/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_small_numbers_are_hidden_and_larger_ones_shown(client, town):
    for _ in range(4):
        given_collected(town)
    served_files.count_ended()
    assert "<strong>&lt; 5</strong> dokumen selesai" in text_of(client)
    assert "Belum cukup berkas selesai" in text_of(client)
    for _ in range(2):
        given_collected(town)
    relay_all(town.clock)
    text = text_of(client)
    assert "<strong>6</strong> dokumen selesai" in text
    assert "100<small> %</small></strong> tepat janji" in text
    assert "Siti" not in text


def test_thanks_hang_there_only_while_somebody_put_them_up(client, town):
    file = given_collected(town)
    judgement = Judgement(dict.fromkeys(Element, 4), "link", thanks="Petugasnya ramah <b>sekali</b>.")
    survey.judge(file.receipt_number, judgement, receipt=receipt_of(file), at=town.tick())
    assert "ramah" not in text_of(client)
    enter(client, "camat")
    address = f"/suara/kata/{Answer.objects.get().pk}/layar/"
    assert "Tampil di layar lobi" in client.post(address, follow=True).content.decode()
    assert "Petugasnya ramah &lt;b&gt;sekali&lt;/b&gt;." in text_of(client)
    client.post(address, {"down": "1"})
    assert "ramah" not in text_of(client)
    enter(client, "loket")
    assert client.post(address).status_code == 403


def test_words_erased_in_time_are_gone_from_the_lobby_too(client, town):
    file = given_collected(town)
    judgement = Judgement(dict.fromkeys(Element, 4), "link", thanks="Terima kasih.")
    survey.judge(file.receipt_number, judgement, receipt=receipt_of(file), at=town.tick())
    Answer.objects.update(published_at=town.clock)
    assert "Terima kasih." in text_of(client)
    Answer.objects.update(thanks_sealed=None)
    assert "Terima kasih." not in text_of(client)


def test_an_installation_without_an_office_has_no_screen(client):
    assert client.get("/laporan/layar/?kantor=x").status_code == 404
