"""EPCIS 2.0: what is sent keeps to the standard by rules in our own words; what comes in goes through the same law."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest

from siantar.casework.models import EventRow
from siantar.directory.models import User
from siantar.faces.api import epcis_words
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.faces.test_api import Api
from tests.people import OFFICE, given_file, given_on_the_road

pytestmark = pytest.mark.django_db
STEPS = {
    "accepting",
    "arriving",
    "assembling",
    "collecting",
    "commissioning",
    "consigning",
    "cycle_counting",
    "decommissioning",
    "departing",
    "destroying",
    "disassembling",
    "dispensing",
    "encoding",
    "entering_exiting",
    "holding",
    "inspecting",
    "installing",
    "killing",
    "loading",
    "other",
    "packing",
    "picking",
    "receiving",
    "removing",
    "repackaging",
    "repairing",
    "replacing",
    "reserving",
    "retail_selling",
    "sampling",
    "sensor_reporting",
    "shipping",
    "staging_outbound",
    "stock_taking",
    "stocking",
    "storing",
    "transporting",
    "unloading",
    "unpacking",
    "void_shipping",
}
DISPOSITIONS = {
    "active",
    "available",
    "completeness_verified",
    "completeness_inferred",
    "conformant",
    "container_closed",
    "container_open",
    "damaged",
    "destroyed",
    "dispensed",
    "disposed",
    "encoded",
    "expired",
    "in_progress",
    "in_transit",
    "inactive",
    "mismatch_class",
    "mismatch_instance",
    "mismatch_quantity",
    "needs_replacement",
    "no_pedigree_match",
    "non_conformant",
    "non_sellable_other",
    "partially_dispensed",
    "recalled",
    "reserved",
    "retail_sold",
    "returned",
    "sellable_accessible",
    "sellable_not_accessible",
    "stolen",
    "unavailable",
    "unknown",
}


@pytest.fixture
def as_(town, client):
    return lambda username: Api(client, username)


def events_of(answer) -> list[dict]:
    assert answer.status_code == 200, answer.content
    return answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]


def is_uri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and not re.search(r"\s", text)


def test_every_kind_has_its_step_of_the_standards_lists():
    assert set(epcis_words.STEPS) == set(Kind)
    for named in epcis_words.STEPS.values():
        assert named.step in STEPS
        assert named.disposition in DISPOSITIONS
        assert named.action in {"ADD", "OBSERVE", "DELETE"}


def test_what_is_sent_is_as_the_standard_says_and_nothing_personal(as_, town):
    given_on_the_road(town)
    answer = as_("camat").get("/epcis/events")
    document = answer.json()
    assert document["@context"][0] == "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
    assert (document["type"], document["schemaVersion"]) == ("EPCISQueryDocument", "2.0")
    assert datetime.fromisoformat(document["creationDate"]).tzinfo is not None
    assert answer["GS1-EPCIS-Version"].startswith("2.0")
    events = events_of(answer)
    assert len(events) == EventRow.objects.filter(conflict="").count() > 5
    for event in events:
        assert event["type"] == "ObjectEvent"
        uris = [event["eventID"], *event["epcList"], event["readPoint"]["id"], event["bizLocation"]["id"]]
        uris += [each["bizTransaction"] for each in event.get("bizTransactionList", [])]
        assert all(map(is_uri, uris))
        assert re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", event["eventTimeZoneOffset"])
        assert event["eventTime"].endswith(event["eventTimeZoneOffset"])
        assert datetime.fromisoformat(event["eventTime"]) <= datetime.fromisoformat(event["recordTime"])
        assert event["bizStep"] in STEPS
    assert [event["eventID"] for event in events] == [
        event["eventID"] for event in events_of(as_("camat").get("/epcis/events"))
    ]
    for word in ("Siti", "0812", "3674026304850003"):
        assert word not in answer.content.decode()
    assert as_("camat").get("/offices/" + OFFICE).json()["name"] == "Kecamatan Serpong Utara"


def test_filters_and_pages(as_, town):
    file, other = given_file(town), given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    camat = as_("camat")
    mine = events_of(camat.get(f"/epcis/events?MATCH_epc={file.receipt_number}"))
    assert [event["siantar:type"] for event in mine] == ["handed_in", "check_started"]
    assert events_of(camat.get(f"/epcis/events?MATCH_epc={mine[0]['epcList'][0]}")) == mine
    assert len(events_of(camat.get("/epcis/events?EQ_bizStep=commissioning"))) == 2
    assert len(events_of(camat.get("/epcis/events?EQ_bizStep=https://ref.gs1.org/cbv/BizStep-inspecting"))) == 1
    assert events_of(camat.get("/epcis/events?eventType=AggregationEvent")) == []
    assert len(events_of(camat.get(f"/epcis/events?EQ_readPoint={mine[0]['readPoint']['id']}"))) == 3
    assert events_of(camat.get("/epcis/events?EQ_bizLocation=36.74.07")) == []
    time = mine[1]["eventTime"].replace("+", "%2B")
    assert len(events_of(camat.get(f"/epcis/events?GE_eventTime={time}"))) == 1
    assert len(events_of(camat.get(f"/epcis/events?LT_eventTime={time}"))) == 2
    seen, token = [], ""
    while token is not None:
        answer = camat.get(f"/epcis/events?perPage=2&nextPageToken={token}")
        seen += [event["eventID"] for event in events_of(answer)]
        token = answer.json()["next"]
        assert (token is None) or (f"nextPageToken={quote(token)}" in answer["Link"] and "perPage=2" in answer["Link"])
    assert len(seen) == len(set(seen)) == 3
    assert other.receipt_number in str(events_of(camat.get("/epcis/events")))
    for wrong in ("MATCH_epc=x", "nextPageToken=x", "perPage=0", "GE_eventTime=kemarin"):
        assert camat.get(f"/epcis/events?{wrong}").status_code == 422, wrong


def test_each_sees_the_files_the_gate_shows_them(as_, town):
    given_file(town)
    User.objects.create_user("setu", password="rahasia-uji", office_id="36.74-disdukcapil", roles=["administrator"])
    assert events_of(as_("setu").get("/epcis/events")) == []
    assert len(events_of(as_("loket").get("/epcis/events"))) == 1


def captured(person: Api, *events) -> list[dict]:
    document = {
        "@context": [],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "epcisBody": {"eventList": list(events)},
    }
    answer = person.post("/epcis/capture", document)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_what_is_captured_goes_through_the_same_law(as_, town, client):
    file = given_file(town)
    epc = events_of(as_("camat").get("/epcis/events"))[0]["epcList"]
    checked = {
        "type": "ObjectEvent", "eventID": f"urn:uuid:{uuid4()}", "eventTime": CLOCK.at.isoformat(), "epcList": epc,
        "eventTimeZoneOffset": "+07:00", "action": "OBSERVE", "bizStep": "inspecting", "disposition": "in_progress",
    }  # fmt: skip
    unknown = {**checked, "eventID": f"urn:uuid:{uuid4()}", "bizStep": "killing"}
    aggregated = {**checked, "type": "AggregationEvent"}
    two = {**checked, "epcList": [*epc, *epc]}
    results = captured(as_("pemeriksa"), checked, unknown, aggregated, two, "x", {**checked, "eventTime": None})
    assert [result["outcome"] for result in results] == ["recorded", *["refused"] * 5]
    assert results[0]["stage"] == "checking"
    assert "killing" in results[1]["problem"]["title"]
    assert captured(as_("pemeriksa"), checked)[0]["outcome"] == "duplicate"
    stranger = captured(as_("loket"), {**checked, "eventID": f"urn:uuid:{uuid4()}"})[0]
    assert (stranger["outcome"], stranger["problem"]["code"]) == ("refused", "wrong_role")
    passed = {**checked, "eventID": f"urn:uuid:{uuid4()}", "siantar:type": "check_passed", "bizStep": "other"}
    assert captured(as_("pemeriksa"), passed)[0]["outcome"] == "recorded"
    assert EventRow.objects.filter(application=file).count() == 3
