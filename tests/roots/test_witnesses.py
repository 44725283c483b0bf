"""Roots leave the house: by mail, to another installation that countersigns, and what either shows later."""

import json
import textwrap
from dataclasses import replace
from datetime import timedelta
from email import message_from_string, policy
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from siantar.casework.consequences import relay_all
from siantar.messaging import http, office_settings
from siantar.roots import keys, queries, signing, succession, witnessing
from siantar.roots.models import DailyRoot, EntrustedOffice, EntrustedRoot, Witness, WitnessCopy
from siantar.rules import ed25519
from siantar.rules.daily_root import RootStatement
from siantar.rules.occasions import ChannelKind
from tests.people import HEAD, OFFICE, given_file
from tests.providers import mail_server
from tests.roots.conftest import codes_of, morning, night

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/witness/roots"


@pytest.fixture
def mail():
    with mail_server() as server:
        yield server


@pytest.fixture
def elsewhere(client, monkeypatch):
    """Another installation, which here is our own: what is posted goes through its door."""
    parcels = []

    def request(method, url, *, headers, body=b"", timeout=1.0):
        parcels.append(json.loads(body))
        answer = client.generic(method, urlsplit(url).path, body, content_type=headers["Content-Type"])
        return http.Reply(answer.status_code, answer.content)

    monkeypatch.setattr(witnessing.http, "request", request)
    return parcels


def set_up_mail(mail) -> None:
    config = {"host": "127.0.0.1", "port": str(mail.port), "security": "none", "sender": "kantor@uji.go.id"}
    office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)


def set_up_elsewhere(town) -> None:
    """Both sides name each other by their keys."""
    public = keys.signing_key(town.clock).public
    Witness.objects.create(office=town.office, name="Kecamatan Setu", url="https://setu.go.id/", public_key=public)
    EntrustedOffice.objects.create(code=OFFICE, name="Kecamatan Serpong Utara", public_key=public)


def send_all(town) -> int:
    count = 0
    while witnessing.send_next(town.clock):
        count += 1
    return count


def test_the_mail_holds_a_line_that_programs_read_however_it_was_kept(town, mail):
    set_up_mail(mail)
    Witness.objects.create(office=town.office, name="Inspektorat", email="inspektorat@uji.go.id")
    given_file(town)
    night(town)
    assert send_all(town) == 1
    assert send_all(town) == 0
    (receiver, raw), root = mail.mails[0], DailyRoot.objects.get()
    assert receiver == "inspektorat@uji.go.id"
    letter = message_from_string(raw, policy=policy.default)
    text = letter.get_content()
    assert letter["Subject"] == "Akar harian Kecamatan Serpong Utara, 23-11-2026"
    assert "Jangan dihapus" in text
    assert "1 berkas, 1 kejadian, 0 jejak baca" in text
    for stored in (raw, text, "\n".join(textwrap.wrap(text, 70, break_on_hyphens=False))):
        (signed,) = signing.published_in(stored)
        assert (signed.statement.text(), signed.signature) == (root.statement, root.signature)
    assert WitnessCopy.objects.get().sent_at == town.clock


def test_a_mail_that_does_not_go_is_tried_again_ever_more_slowly_and_doctor_says_so(town, mail, capsys):
    set_up_mail(mail)
    Witness.objects.create(office=town.office, name="Inspektorat", email="inspektorat@uji.go.id")
    mail.refuses["inspektorat@uji.go.id"] = 450
    given_file(town)
    night(town)
    tries = []
    for _ in range(24 * 12):
        if witnessing.send_next(town.clock):
            tries.append(town.clock)
        town.clock += timedelta(minutes=5)
    assert 5 < len(tries) < 12
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert max(gaps) <= timedelta(hours=6, minutes=5)
    assert [lag.waiting for lag in witnessing.lags(town.office)] == [1]
    night(town)
    relay_all(town.clock)
    call_command("doctor")
    assert "saksi (E-mail) belum menerima 3 akar, yang paling lama 23-11-2026" in capsys.readouterr().out
    mail.refuses.clear()
    town.clock += timedelta(hours=6)
    assert send_all(town) == 3
    assert witnessing.lags(town.office) == []


def test_another_installation_keeps_each_root_once_and_countersigns(town, elsewhere, client):
    set_up_elsewhere(town)
    for _ in range(3):
        given_file(town, "kia")
        night(town)
        assert send_all(town) == 1
        morning(town)
    assert [parcel["before"] for parcel in elsewhere] == [0, 1, 2]
    assert EntrustedRoot.objects.filter(contradicts=False).count() == 3
    again = client.post(ADDRESS, json.dumps(elsewhere[1]), content_type="application/json")
    assert again.status_code == 201
    assert EntrustedRoot.objects.count() == 3
    answer = client.get(f"{ADDRESS}?office={OFFICE}").json()
    assert [item["day"] for item in answer["items"]] == ["2026-11-25", "2026-11-24", "2026-11-23"]
    roots = list(signing.published_in(json.dumps(answer)))
    assert codes_of(town, published={"saksi": roots}) == set()
    page = client.get("/kinerja/bukti/").content.decode()
    assert "Kecamatan Setu, di luar kantor ini" in page
    assert "Kecamatan Serpong Utara, 25 November 2026" in page


@pytest.mark.parametrize("times", [1, 2, 5])
@pytest.mark.parametrize("where", ["file", "setting"])
def test_renewed_keys_go_on_by_themselves_because_each_was_endorsed_by_the_one_before(town, elsewhere, settings, times, where):
    """The witness is our own installation here, so both sides renew at once: the office follows the witness as well."""
    seeds = [f"{place:02x}" * 32 for place in range(1, times + 2)]
    if where == "setting":
        settings.SIANTAR_ROOT_KEYS = seeds[0]
    set_up_elsewhere(town)
    night(town)
    send_all(town)
    for _ in range(times if where == "file" else 0):
        keys.renew(town.clock)
    if where == "setting":
        settings.SIANTAR_ROOT_KEYS = ":".join(reversed(seeds))
    morning(town)
    night(town)
    assert send_all(town) == 1
    newest = keys.signing_key(town.clock).public
    assert not WitnessCopy.objects.filter(sent_at=None).exists()
    assert Witness.objects.get().public_key == newest
    assert EntrustedOffice.objects.order_by("pk").last().public_key == newest


def test_a_former_key_that_leaked_brings_in_no_heir_and_signs_no_later_day(town, elsewhere, client):
    set_up_elsewhere(town)
    former = keys.signing_key(town.clock)
    night(town)
    send_all(town)
    keys.renew(town.clock)
    morning(town)
    night(town)
    send_all(town)
    parcel = elsewhere[-1]
    theirs, later = "42" * 32, DailyRoot.objects.order_by("day").last().day + timedelta(days=1)
    stolen = ed25519.sign(keys.endorsed(ed25519.public_half(theirs)), former.seed)
    strangers = {"lineage": [{"public_key": ed25519.public_half(theirs), "endorsement": stolen}, {"public_key": former.public}]}

    def post(content):
        return client.post(ADDRESS, json.dumps(content), content_type="application/json").status_code

    assert post({**forged(parcel, theirs, day=later, days=3), **strangers}) == 403
    assert post({**forged(parcel, former.seed, day=later, days=3), "lineage": []}) == 403
    assert post({**forged(parcel, former.seed, root="ab" * 32), "lineage": []}) == 409  # of a day that is kept: kept as well
    assert EntrustedOffice.objects.count() == 2


def test_an_office_of_the_version_before_names_the_one_key_that_endorsed(town, elsewhere, monkeypatch):
    set_up_elsewhere(town)
    night(town)
    send_all(town)
    monkeypatch.setattr(succession, "written", lambda _lineage: [])
    Witness.objects.update(public_key=keys.renew(town.clock).public)
    morning(town)
    night(town)
    assert send_all(town) == 1
    assert not WitnessCopy.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize("odd", [None, "x", {}, [1], [{}], [{"public_key": 7, "endorsement": []}], [{"public_key": "zz"}] * 200])
def test_a_witness_that_answers_with_no_lineage_at_all_is_not_followed(odd):
    assert not succession.descends(succession.read(odd), "ab" * 32)


def forged(parcel, seed="42" * 32, **more):
    """The parcel with another statement, signed by another key or (seed "") still by the old signature."""
    statement = replace(RootStatement.parse(parcel["statement"]), **more)
    public = ed25519.public_half(seed)
    signed = signing.sign_root(replace(statement, key=ed25519.key_id(public)), seed)
    return {**parcel, "statement": signed.statement.text(), "signature": signed.signature, "public_key": public}


def test_strangers_are_refused_and_a_second_root_of_a_day_is_kept_as_a_contradiction(town, elsewhere, client):
    set_up_elsewhere(town)
    given_file(town)
    night(town)
    send_all(town)
    (parcel,) = elsewhere

    def post(content):
        return client.post(ADDRESS, json.dumps(content), content_type="application/json").status_code

    assert post(forged(parcel)) == 403
    assert post({**parcel, "statement": parcel["statement"].replace('"files":1', '"files":2')}) == 403
    assert post({**parcel, "public_key": "00" * 32}) == 403
    assert post({**forged(parcel), "endorsed_by": parcel["public_key"], "endorsement": "A" * 86 + "=="}) == 403
    assert EntrustedRoot.objects.count() == 1
    seed = keys.signing_key(town.clock).seed
    assert post(forged(parcel, seed, root="ab" * 32)) == 409
    assert post(forged(parcel, seed, day=DailyRoot.objects.get().day + timedelta(days=1), days=2, root="cd" * 32)) == 409
    assert EntrustedRoot.objects.filter(contradicts=True).count() == 2
    assert "bertentangan" in client.get("/kinerja/bukti/").content.decode()
    for odd in ({}, {**parcel, "statement": "x"}, {**parcel, "growth": ["zz"]}, {**parcel, "before": -1}, {**parcel, "public_key": "\x00"}):
        assert post(odd) == 422


def test_an_answer_that_the_witness_did_not_sign_counts_as_none(town, elsewhere):
    set_up_elsewhere(town)
    Witness.objects.update(public_key=ed25519.public_half("17" * 32))
    night(town)
    assert send_all(town) == 1
    assert "without its signature" in WitnessCopy.objects.get(sent_at=None).problem


def test_a_root_that_was_swapped_does_not_go_with_what_the_witness_has(town, elsewhere):
    set_up_elsewhere(town)
    given_file(town)
    night(town)
    send_all(town)
    roots = [root.signed for root in queries.newest(OFFICE, 5)]
    other = signing.sign_root(replace(roots[0].statement, root="ab" * 32), keys.signing_key(town.clock).seed)
    assert codes_of(town, published={"surat": [other]}) == {"published_differs"}
    stranger = signing.sign_root(roots[0].statement, "42" * 32)
    assert codes_of(town, published={"surat": [stranger]}) == {"published_unsigned"}
    missing = replace(roots[0].statement, day=roots[0].statement.day - timedelta(days=9))
    assert codes_of(town, published={"surat": [signing.sign_root(missing, keys.signing_key(town.clock).seed)]}) == {
        "published_missing"
    }  # fmt: skip
