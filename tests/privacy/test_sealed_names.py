"""Names are sealed for their row, and found by the beginnings of their words as they were in clear."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siantar.casework import by_name, intake_corrections, persons, queries
from siantar.casework.intake_corrections import IntakeCorrection
from siantar.casework.models import Application, Person
from siantar.casework.persons import Word
from siantar.privacy import sealed_names
from siantar.rules import identity
from siantar.rules.vocabulary import Kind
from tests.people import enter, given_file, given_town

LETTERS = "aabeinsst "  # few, so that words begin alike


@settings(max_examples=300, database=None)
@given(st.text(LETTERS, max_size=24), st.text(LETTERS, min_size=1, max_size=6))
def test_signs_answer_as_the_folded_words_do(name, typed):
    for word in identity.words_of(typed):
        in_clear = f" {word}" in identity.search_key(name)
        assert (sealed_names.sign_of(word) in sealed_names.signs_of(name)) is in_clear


def test_signs_tell_no_letter_and_hang_on_the_key(settings):
    signs = sealed_names.signs_of("Siti Aminah")
    assert [len(word) for word in signs.split()] == [4 * 5, 6 * 5]
    assert sealed_names.signs_of("amínah SITI").split() == signs.split()[::-1]
    settings.KEYS = {**settings.KEYS, "from": "environment"}
    settings.SIANTAR_INDEX_KEY = "5a" * 32
    assert sealed_names.signs_of("Siti Aminah") != signs
    assert sealed_names.signs_of("...") == ""


def test_a_word_without_end_is_looked_for_all_the_same():
    assert len(sealed_names.sign_of("a" * 100_000)) == 1 + 5 * 100


@pytest.mark.django_db
def test_a_name_moved_to_another_row_is_not_read_and_takes_no_list_away(client):
    town = given_town()
    file, other = given_file(town), given_file(town)
    Application.objects.filter(pk=other.pk).update(name_sealed=Application.objects.get(pk=file.pk).name_sealed)
    other.refresh_from_db()
    assert (other.applicant_name, identity.masked_name(other.applicant_name)) == (identity.UNREADABLE,) * 2
    assert town.tell("pemeriksa", Kind.CHECK_STARTED, other.receipt_number).result == "recorded"
    enter(client, "pemeriksa")
    assert client.get("/berkas/?urut=nama").text.count(identity.UNREADABLE) > 0
    correction = IntakeCorrection(uuid4(), {"line": "Jl. Lain 1"}, "alamat")
    intake_corrections.correct(other, correction, by=town.people["loket"], at=town.tick())
    persons.separate(other, Word(uuid4(), "orang lain", town.people["loket"], town.tick()))
    assert bytes(Application.objects.select_related("person").get(pk=other.pk).person.name_sealed) == b""
    assert bytes(Application.objects.get(pk=other.pk).name_sealed) == bytes(other.name_sealed)  # as it stood, not these words


@pytest.mark.django_db
def test_the_list_by_name_reads_one_page_of_files(client, django_assert_num_queries):
    town = given_town()
    named = {}
    for name in ("wati", "Ani", "Zubaidah", "Ánton", "budi"):
        file = given_file(town)
        file.applicant_name = name
        file.save()
        named[name] = file.pk
    listed = by_name.FilesByName(queries.waiting_for(town.people["pemeriksa"]))
    with django_assert_num_queries(1):
        assert len(listed) == 5
    with django_assert_num_queries(2):
        page = listed[:3]
    assert [file.applicant_name for file in page] == ["Ani", "Ánton", "budi"]
    assert listed[4].pk == named["Zubaidah"]
    assert {file.pk for file in listed} == set(named.values())
    enter(client, "pemeriksa")
    text = client.get("/berkas/?urut=nama").text
    assert sorted(named, key=lambda name: text.index(f">{name}<")) == ["Ani", "Ánton", "budi", "wati", "Zubaidah"]


@pytest.mark.django_db
def test_a_corrected_name_is_found_and_the_former_one_no_more():
    town = given_town()
    file = given_file(town)
    correction = IntakeCorrection(uuid4(), {"name": "Wagiyem Sutinah"}, "salah ketik")
    intake_corrections.correct(file, correction, by=town.people["loket"], at=town.tick())
    found_by = {word: list(queries.search(town.people["loket"], word, at=town.clock)) for word in ("sut", "siti")}
    assert found_by == {"sut": [file], "siti": []}
    assert Person.objects.get().name == "Wagiyem Sutinah"


@pytest.mark.django_db
def test_search_asks_the_database_once(django_assert_num_queries):
    town = given_town()
    given_file(town)
    with django_assert_num_queries(1):
        assert len(queries.search(town.people["loket"], "si ami", at=town.clock)) == 1
