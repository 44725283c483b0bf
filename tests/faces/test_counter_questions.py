"""The counter's questions per service: drawn once while nobody answered, anew with what was typed, which nobody else gets."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from siantar.catalogue.models import Requirement, Service
from siantar.faces.counter import questions
from tests.letters.cast import given_letter_town
from tests.people import enter

pytestmark = pytest.mark.django_db
PAPER = "ktp-el-hilang-surat-kehilangan-polisi"


@pytest.fixture(autouse=True)
def town():
    questions._from_memory.cache_clear()
    return given_letter_town()


def questions_in(page: str) -> str:
    """The page without what is new each time: what guards the form, and the number of the file to come."""
    return re.sub(r'name="(csrfmiddlewaretoken|id)" value="[^"]*"|nonce="[^"]*"', "", page)


def test_what_was_typed_stays_in_its_form_and_in_no_other(client):
    enter(client, "loket")
    empty = client.get("/loket/").text
    typed = {
        f"paper-{PAPER}": "missing", f"reason-{PAPER}": "hilang di pasar", "surat-sktm-keperluan": "biaya sekolah Rina",
    }  # fmt: skip
    before = questions._from_memory.cache_info().currsize
    refused = client.post("/loket/", {"service": "ktp-el-hilang", "name": "", **typed})
    assert refused.status_code == 422 and questions._from_memory.cache_info().currsize == before
    assert "hilang di pasar" in refused.text and "biaya sekolah Rina" in refused.text
    assert re.search(rf'name="paper-{PAPER}"\s+value="missing" checked', refused.text)
    assert questions_in(client.get("/loket/").text) == questions_in(empty)


def test_a_second_screen_draws_no_question_anew_and_is_the_same(client):
    enter(client, "loket")
    first = client.get("/loket/").text
    drawn = questions._from_memory.cache_info().misses
    assert questions_in(client.get("/loket/").text) == questions_in(first)
    assert questions._from_memory.cache_info().misses == drawn > 20


def test_another_name_of_a_paper_another_promise_and_another_language_are_seen_at_once(client):
    enter(client, "loket")
    client.get("/loket/")
    Requirement.objects.filter(service__code="ktp-el-hilang").update(name="Surat dari Polsek")
    Service.objects.filter(code="ktp-el-hilang").update(promise_hours=90)
    page = client.get("/loket/").text
    assert 'data-paper="Surat dari Polsek"' in page
    assert re.search(r'data-service="ktp-el-hilang"[^>]*data-days="12 hari kerja"', page)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get("/loket/").text
    assert 'data-days="12 working days"' in english and "Isian surat" not in english and "bila ada" not in english
