"""An office writes the texts of its letters: from a day on, for files that come after, and nobody's work is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from siantar.directory import audit
from siantar.directory.models import AuditEntry
from siantar.letters import publishing, queries, writing
from siantar.letters.models import LetterType, LetterVersion
from siantar.letters.publishing import NewVersion
from siantar.paper.letter import letter_pdf
from siantar.rules.access import Forbidden
from siantar.rules.audit import Audited
from siantar.rules.letter.content import FieldKind, LetterField
from tests.clock import CLOCK
from tests.letters.cast import SKTM, given_checked
from tests.people import OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(town):
    return publishing.kind_of(OFFICE, "sktm")


def text_of(kind: LetterType):
    return publishing.content_of_version(publishing.versions_of(kind)[0])


def publish(kind, town, *, who="camat", later=0, begun_from=None, **changes) -> LetterVersion:
    content, last = replace(text_of(kind), **changes), publishing.versions_of(kind)[0].number
    day = (CLOCK.at + timedelta(days=later)).date()
    new = NewVersion(content, day, "Keputusan Camat 1/2026", begun_from or last)
    return publishing.publish(kind, new, by=town.people[who], at=town.tick())


def words_of(file, town) -> str:
    """What the letter of a file says on paper."""
    letter = writing.write(file, SKTM, by=town.people["pemeriksa"], at=town.tick())
    paper = queries.preview(writing.content_of(letter), SKTM, file, town.tick())
    pages = pypdfium2.PdfDocument(letter_pdf(paper))
    return " ".join(page.get_textpage().get_text_bounded() for page in pages)


def test_a_new_sentence_stands_on_letters_of_files_that_come_after_it(town, kind):
    before = given_checked(town)
    publish(kind, town, closing="Surat ini dipergunakan sebagaimana mestinya.")
    after = given_checked(town)
    assert writing.version_for(before).number == 1 and writing.version_for(after).number == 2
    assert "sebagaimana mestinya, dan berlaku" in words_of(before, town)
    assert "Surat ini dipergunakan sebagaimana mestinya." in words_of(after, town)


def test_a_text_of_tomorrow_waits_for_its_day_and_one_of_today_does_not_outlive_it(town, kind):
    publish(kind, town, later=1, closing="Besok.")
    publish(kind, town, closing="Hari ini.")
    today = given_checked(town)
    CLOCK.at += timedelta(days=1)
    tomorrow = given_checked(town)
    assert [writing.version_for(file).content["closing"] for file in (today, tomorrow)] == ["Hari ini.", "Besok."]


def test_a_day_that_is_over_is_refused(town, kind):
    with pytest.raises(publishing.PastDay):
        publish(kind, town, later=-1, closing="Kemarin.")


def test_two_who_change_one_text_do_not_overwrite_each_other(town, kind):
    publish(kind, town, closing="Yang pertama.")
    with pytest.raises(publishing.TextChanged):
        publish(kind, town, begun_from=1, closing="Yang kedua.")
    assert text_of(kind).closing == "Yang pertama."


def test_a_broken_text_is_not_published(town, kind):
    with pytest.raises(publishing.BadContent):
        publish(kind, town, closing="Demikian {entah}.")
    assert len(publishing.versions_of(kind)) == 1


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "kasi", "pengatur", "kurir1"])
def test_only_the_heads_of_the_office_write_its_texts(town, kind, who):
    for act in (
        lambda by: publishing.publish(kind, NewVersion(text_of(kind), CLOCK.at.date(), "", 1), by=by, at=CLOCK.at),
        lambda by: publishing.name_kind(kind, "Lain", "", by=by, at=CLOCK.at),
        lambda by: publishing.copy_kind(kind, "Lain", by=by, at=CLOCK.at),
    ):
        with pytest.raises(Forbidden):
            act(town.people[who])


def test_each_change_is_in_the_audit_record_without_its_words(town, kind):
    publish(kind, town, closing="Demikian rahasia.")
    entry = AuditEntry.objects.filter(what=Audited.LETTERS_SET).latest("pk")
    assert entry.more == {"office": OFFICE, "fields": "sktm 2"} and list(audit.broken_at()) == []


def test_another_kind_begins_as_a_copy_and_ends_a_service_nobody_else_ends(town, kind):
    other = publishing.copy_kind(kind, "Surat Keterangan Janda", by=town.people["camat"], at=town.tick())
    again = publishing.copy_kind(kind, "Surat Keterangan Janda", by=town.people["camat"], at=town.tick())
    assert (other.code, again.code) == ("surat-keterangan-janda", "surat-keterangan-janda-2")
    assert text_of(other) == text_of(kind) and other.service == ""
    for service in ("sktm", "tidak-ada"):
        with pytest.raises(publishing.NoSuchService):
            publishing.name_kind(other, "Janda", service, by=town.people["camat"], at=town.tick())
    publishing.name_kind(kind, kind.name, "", by=town.people["camat"], at=town.tick())
    publishing.name_kind(other, "Janda", "sktm", by=town.people["camat"], at=town.tick())
    assert writing.type_of(given_checked(town)) == other


@pytest.mark.parametrize("longest", [False, True])
@pytest.mark.parametrize("code", ["sktm", "ahli-waris", "dispensasi-nikah", "keterangan-tanah"])
def test_a_sample_is_printed_with_its_mark_and_without_number_and_code(town, code, longest):
    kind = publishing.kind_of(OFFICE, code)
    paper = publishing.sample_of(kind, text_of(kind), CLOCK.at, longest=longest)
    assert (paper.mark, paper.number, paper.qr) == (publishing.SAMPLE, "", "")
    assert letter_pdf(paper).startswith(b"%PDF")


def test_what_looks_like_markup_stays_words(town, kind):
    field = LetterField("catatan", "#eval[x]", FieldKind.TEXT, listed=True)
    content = replace(text_of(kind), closing='Harga $5 #"x" \\ [y] *tebal*', fields=(*text_of(kind).fields, field))
    pdf = pypdfium2.PdfDocument(letter_pdf(publishing.sample_of(kind, content, CLOCK.at, longest=False)))
    words = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert '$5 #"x" \\ [y] *tebal*' in words and "#eval[x]" in words
