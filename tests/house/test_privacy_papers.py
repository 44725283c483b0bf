"""Every personal field is in the register, and no other; who sees it is the gate's, how long the schedule's."""

from __future__ import annotations

import inspect
import re

from django.apps import apps
from django.db import models

from siantar.casework import disclosure
from siantar.rights import words
from siantar.rights.register import REGISTER
from siantar.rules.access import PersonalField
from siantar.rules.retention import Retained
from tests.support import manuals, privacy_papers

HOLDS_WORDS = (models.BinaryField, models.CharField, models.TextField, models.JSONField, models.FloatField)
# Stored beside what is personal, and not about a person: a table as a whole, or a field.
NOT_PERSONAL = {
    "alerts.Alert",
    "alerts.AlertRule",
    "bundles.Batch.number",
    "bundles.Batch.status",
    "bundles.Item",
    "casework.Application.receipt_number",
    "casework.EventRow.bundle",
    "casework.EventRow.conflict",
    "casework.EventRow.hash",
    "casework.EventRow.kind",
    "casework.EventRow.office",
    "casework.EventRow.previous",
    "casework.EventRow.private_digest",
    "casework.EventRow.to",
    "casework.Standing.agency",
    "casework.Standing.head",
    "casework.Standing.stage",
    "casework.TrackRow.etag",
    "casework.TrackRow.forecast",
    "casework.TrackRow.receipt_number",
    "casework.Undigested",
    "catalogue.Requirement",
    "catalogue.Service",
    "catalogue.StandardText",
    "catalogue.VersionOfService",
    "catalogue.VersionOfStandards",
    "delivery.ConsignedItem",  # numbers of a document; the carrier knows whose, its page tells who asks there
    "delivery.Consignment.number",
    "delivery.Piece.part",
    "delivery.Place.rt",
    "delivery.Place.rw",
    "delivery.Place.source",
    "delivery.Place.village",
    "delivery.Planning.seconds",
    "delivery.Planning.status",
    "delivery.Proof.receipt_number",
    "delivery.Refusal",
    "delivery.Run.number",
    "delivery.Run.status",
    "delivery.ShiftTemplate",
    "delivery.Stop",
    "delivery.VisitHours",
    "delivery.WaysKept",
    "legacy.OldImport",  # what the office calls the book
    "letters.ESignSetting",  # the office's account at the signing service
    "letters.LetterFrame",
    "letters.LetterOfficer.capacity",
    "letters.LetterOfficer.position",
    "letters.LetterType",
    "letters.LetterVersion",
    "letters.NumberSeries",
    "letters.NumberSlot.number",
    "letters.NumberSlot.state",
    "letters.OfficeLetter.number",
    "letters.OfficeLetter.pdf_digest",
    "letters.OfficeLetter.signature",
    "letters.OfficeLetter.state",
    "letters.OfficeLetter.token",
    "letters.SigningAttempt.code",
    "letters.SigningAttempt.document",
    "letters.SigningAttempt.sheet_digest",
    "letters.SigningAttempt.state",
    "roots.DailyRoot",
    "roots.EntrustedOffice",
    "roots.EntrustedRoot",
    "roots.Witness",  # an institution and its address
    "roots.WitnessCopy",
    "directory.Carrier",
    "directory.HeldDirectory",
    "directory.AuditEntry.digest",
    "directory.AuditEntry.previous",
    "directory.Holiday",
    "directory.LastChange",  # what an office says of itself
    "directory.PaperCode",
    "directory.Office",
    "directory.Ramadan",
    "directory.Region",
    "directory.VillageBorder",
    "directory.WorkerSign",
    "directory.SavedView",
    "casework.CalledNumber",  # a ticket's number and a counter's name
    "directory.Token",
    "feedback.Answer.way",
    "feedback.Complaint.nature",
    "feedback.Complaint.number",
    "feedback.Complaint.status",
    "feedback.Complaint.topic",
    "feedback.ComplaintStep.kind",
    "feedback.DataRequest.kind",
    "messaging.AlertMail",  # which alert went to whom; the address stands in their account
    "messaging.ChannelSetting",
    "messaging.Choice.channel",
    "messaging.Choice.language",
    "messaging.Inbound.channel",
    "messaging.Inbound.outcome",
    "messaging.Message.channel",
    "messaging.Message.language",
    "messaging.Message.occasion",
    "messaging.Message.state",
    "messaging.Wording",
    "privacy.Erasure",
    "privacy.LegalHold",
    "privacy.Restriction.reason",
    "privacy.RetentionRule",
    "privacy.RetentionRun",
    "reports.CountedMonth",
    "reports.FileShare",
    "reports.IssuedCityReport",
    "reports.IssuedReport",
    "reports.NameInUse",
    "reports.ReportCopy",  # addresses of functions that an office names
    "reports.ReportReceivers",
    "reports.CityReceivers",
    "reports.CityReportCopy",  # addresses of functions that the city names
    "reports.MonthTally",
    "shelf.CountedItem.finding",
    "shelf.StoragePlace",
    "webhooks.Delivery",  # a body without anything personal, and what a system answered
    "webhooks.Subscription",
}
HAND_WRITTEN = {"private.receiver_name", "private.note", "private.position", "private.applicant"}


def stored() -> set[str]:
    """Every field of our tables that can hold a word, a number of a place, or something sealed."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("siantar.")]
    return {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, HOLDS_WORDS) and not field.is_relation
    }


def test_every_field_is_in_the_register_or_is_said_to_be_nobodys():
    in_register = [where for entry in REGISTER for where in entry.where if not where.startswith("private.")]
    assert len(in_register) == len(set(in_register))
    free = {where for where in stored() if where in NOT_PERSONAL or where.rpartition(".")[0] in NOT_PERSONAL}
    assert set(in_register) & free == set()
    assert stored() - free - set(in_register) == set()
    assert set(in_register) - stored() == set()


def test_what_is_said_to_be_nobodys_is_there():
    tables = {where.rpartition(".")[0] for where in stored()} | {model._meta.label for model in apps.get_models()}
    assert NOT_PERSONAL - stored() - tables == set()


def test_what_is_sealed_is_in_the_register():
    sealed = {where for where in stored() if "sealed" in where} - {
        "messaging.ChannelSetting.sealed", "webhooks.Subscription.secret_sealed", "webhooks.Subscription.former_sealed",
            "letters.ESignSetting.sealed",
    }  # fmt: skip
    in_register = {where for entry in REGISTER for where in entry.where}
    assert sealed - in_register == set()
    assert [
        entry.what for entry in REGISTER if not entry.sealed and any("sealed" in where for where in entry.where)
    ] == []


def test_every_key_of_an_events_private_part_is_in_the_register():
    keys = {
        f"private.{key}" for key in (*disclosure._WITHIN, *disclosure._CHANGED, *disclosure._BRINGER)
    } | HAND_WRITTEN
    assert {where for entry in REGISTER for where in entry.where if where.startswith("private.")} == keys
    assert 'content.get("receiver_name"' in inspect.getsource(disclosure)


def test_every_field_of_the_gate_and_every_kind_of_the_schedule_is_used():
    assert {entry.seen for entry in REGISTER if isinstance(entry.seen, PersonalField)} == set(PersonalField)
    assert {entry.period for entry in REGISTER if isinstance(entry.period, Retained)} == set(Retained)
    assert set(words.TERMS) == set(Retained)


def test_each_risk_of_the_assessment_names_a_test_that_is_there():
    for *_, test in privacy_papers.RISKS:
        assert (manuals.ROOT / test).exists(), test


def test_articles_are_told_by_number():
    articles = [term.article for term in words.TERMS.values()] + [entry.basis for entry in REGISTER]
    assert [article for article in articles if not re.search(r"Pasal \d+", article)] == []
