"""One press empties a training installation: every file goes with all that hangs on it; what was set up stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from siantar.casework.models import Application
from siantar.directory import audit
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

# Tables whose rows go; all others stay (tests/house/test_training.py asks for a decision about each new one).
EMPTIED = (
    "privacy_look", "privacy_legalhold", "privacy_erasure", "privacy_retentionrun", "privacy_restriction",
    "privacy_oddreading", "casework_undigested", "casework_privatepart", "casework_standing", "casework_movement",
    "casework_trackrow", "casework_wrongtry", "casework_callednumber", "messaging_alertmail", "alerts_alert",
    "bundles_item", "bundles_stray",
    "bundles_batch", "shelf_placement", "shelf_counteditem", "shelf_count", "delivery_stop", "delivery_run",
    "delivery_consigneditem", "delivery_consignment", "delivery_appointment", "delivery_note", "delivery_place",
    "delivery_lesson", "delivery_proof", "delivery_refusal", "delivery_piece", "delivery_planning",
    "delivery_wayskept", "feedback_ballot", "feedback_answer", "feedback_complaintstep", "feedback_complaint",
    "feedback_knock", "feedback_datarequest", "webhooks_delivery", "messaging_message", "messaging_choice",
    "messaging_inbound", "roots_witnesscopy", "roots_dailyroot", "letters_draftreading", "letters_handsigned",
    "letters_letteranswers", "letters_letterdraft", "letters_numberslot", "letters_numberseries",
    "letters_signingattempt", "letters_officeletter", "legacy_oldentry", "legacy_oldimport", "reports_ended",
    "reports_fileshare", "reports_countedmonth", "reports_monthtally", "reports_reportcopy", "reports_cityreportcopy",
    "reports_issuedreport", "reports_issuedcityreport", "casework_event",
    "casework_application", "casework_person",
)  # fmt: skip
KEPT = (
    "directory_region", "directory_villageborder", "directory_office",
    "directory_carrier", "directory_helddirectory", "directory_user",
    "directory_user_groups",
    "directory_user_user_permissions", "directory_delegation", "directory_token", "directory_papercode",
    "directory_wrongtries", "directory_workersign", "directory_auditentry", "directory_savedview",
    "directory_lastchange",
    "directory_holiday", "directory_ramadan",
    "privacy_retentionrule", "catalogue_service", "catalogue_requirement", "catalogue_versionofservice",
    "catalogue_standardtext", "catalogue_versionofstandards", "alerts_alertrule", "shelf_storageplace",
    "shelf_keepingrule", "delivery_shifttemplate", "delivery_visithours", "delivery_portrait",
    "webhooks_subscription", "messaging_wording", "messaging_channelsetting", "messaging_courtesy", "roots_witness",
    "roots_entrustedoffice", "roots_entrustedroot", "letters_letterframe", "letters_letterofficer",
    "letters_lettertype", "letters_letterversion", "letters_esignsetting",
    "reports_nameinuse", "reports_reportreceivers", "reports_cityreceivers",
    "auth_group", "auth_permission", "auth_group_permissions", "django_content_type", "django_admin_log",
    "django_session", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "usersessions_usersession", "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
)  # fmt: skip
FACTS = ("casework_event", "feedback_complaintstep")  # guarded by triggers, which a training installation lifts here


class NotTraining(Exception):
    """This is no training installation: nothing is emptied."""


def files_to_empty(office: str, *, by: Actor) -> int:
    """How many files the administrator of `office` would empty. Raises Forbidden, NotTraining."""
    _require(office, by)
    return Application.objects.count()


def empty(office: str, *, by: Actor, at: datetime) -> int:
    """Empty the whole installation in the name of `office`; how many files went. Raises Forbidden, NotTraining."""
    _require(office, by)
    with transaction.atomic(), connection.cursor() as cursor:
        files = Application.objects.count()
        with _guards_lifted(cursor):
            if connection.vendor == "postgresql":
                cursor.execute("TRUNCATE " + ", ".join(EMPTIED))
            for table in EMPTIED if connection.vendor == "sqlite" else ():
                cursor.execute("DELETE FROM " + table)
        audit.note(Audited.TRAINING_EMPTIED, at=at, by=int(by.person), files=str(files))
    return files


def _require(office: str, by: Actor) -> None:
    require(by, Act.EMPTY_TRAINING, office=office)
    if not settings.SIANTAR_TRAINING:
        raise NotTraining


@contextmanager
def _guards_lifted(cursor: CursorWrapper) -> Iterator[None]:
    """Facts may go within this transaction only."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in FACTS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in FACTS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _sql in triggers:
        cursor.execute("DROP TRIGGER " + connection.ops.quote_name(name))
    yield
    for _name, statement in triggers:
        cursor.execute(statement)
