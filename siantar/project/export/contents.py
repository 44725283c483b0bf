"""What an export holds: every table in an order in which none refers to a later one, and what stays behind, and why.

A new table belongs to `EXPORTED` or to `NOT_EXPORTED`: `tests/house/test_export.py` does not let it through else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Field

from siantar.project.key_rotation import COLUMNS, SealedColumn

EXPORTED = (
    "auth_group",
    "django_content_type",
    "auth_permission",
    "auth_group_permissions",
    "directory_region",
    "directory_villageborder",
    "directory_office",
    "directory_carrier",
    "directory_user",
    "directory_user_groups",
    "directory_user_user_permissions",
    "directory_delegation",
    "directory_token",
    "directory_papercode",
    "directory_wrongtries",
    "directory_auditentry",
    "directory_savedview",
    "directory_holiday",
    "directory_ramadan",
    "directory_lastchange",
    "privacy_look",
    "privacy_retentionrule",
    "privacy_legalhold",
    "privacy_retentionrun",
    "privacy_erasure",
    "privacy_restriction",
    "privacy_oddreading",
    "catalogue_service",
    "catalogue_standardtext",
    "catalogue_versionofstandards",
    "catalogue_requirement",
    "catalogue_versionofservice",
    "casework_person",
    "casework_application",
    "casework_event",
    "casework_undigested",
    "casework_privatepart",
    "casework_standing",
    "casework_movement",
    "casework_trackrow",
    "casework_wrongtry",
    "alerts_alert",
    "alerts_alertrule",
    "bundles_batch",
    "bundles_item",
    "bundles_stray",
    "shelf_storageplace",
    "shelf_placement",
    "shelf_count",
    "shelf_counteditem",
    "shelf_keepingrule",
    "delivery_run",
    "delivery_consignment",
    "delivery_consigneditem",
    "delivery_shifttemplate",
    "delivery_stop",
    "delivery_appointment",
    "delivery_visithours",
    "delivery_portrait",
    "delivery_note",
    "delivery_place",
    "delivery_lesson",
    "delivery_proof",
    "delivery_refusal",
    "delivery_piece",
    "feedback_ballot",
    "feedback_answer",
    "feedback_complaint",
    "feedback_complaintstep",
    "feedback_knock",
    "feedback_datarequest",
    "legacy_oldimport",
    "legacy_oldentry",
    "webhooks_subscription",
    "webhooks_delivery",
    "messaging_choice",
    "messaging_message",
    "messaging_wording",
    "messaging_channelsetting",
    "messaging_courtesy",
    "messaging_inbound",
    "messaging_alertmail",
    "roots_dailyroot",
    "roots_witness",
    "roots_witnesscopy",
    "roots_entrustedoffice",
    "roots_entrustedroot",
    "letters_letterframe",
    "letters_letterofficer",
    "letters_lettertype",
    "letters_letterversion",
    "letters_officeletter",
    "letters_handsigned",
    "letters_letteranswers",
    "letters_letterdraft",
    "letters_draftreading",
    "letters_numberseries",
    "letters_numberslot",
    "letters_esignsetting",
    "letters_signingattempt",
    "reports_ended",
    "reports_fileshare",
    "reports_countedmonth",
    "reports_monthtally",
    "reports_nameinuse",
    "reports_issuedreport",
    "reports_issuedcityreport",
    "reports_reportreceivers",
    "reports_reportcopy",
    "reports_cityreceivers",
    "reports_cityreportcopy",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "django_admin_log",
)
NOT_EXPORTED = {
    "django_session": "logins of browsers: everybody logs in again at the new place",
    "usersessions_usersession": "from where those browsers were logged in; ends with them",
    "socialaccount_socialapp": "always empty: the city's directory is named by the settings",
    "socialaccount_socialtoken": "always empty: no token of the city's directory is kept",
    "directory_helddirectory": "the signed directory of offices elsewhere: the new place takes it again",
    "directory_workersign": "which background workers live now: those of the new place say so themselves",
    "directory_cache": "counters of wrong tries that hold for minutes, and codes that were used a moment ago",
    "casework_callednumber": "numbers called in the waiting room today: each morning begins at 1",
    "delivery_planning": "a plan that is being looked for: the dispatcher asks again; runs and stops are exported",
    "delivery_wayskept": "travel times that were asked for before, reckoned again from the map",
    "django_migrations": "how far the schema is: the manifest names the migrations instead",
}
# Columns that hold a document or a picture: a file of its own beside the rows.
ATTACHED = frozenset(
    {
        ("delivery_proof", "photo_sealed"),
        ("delivery_proof", "signature_sealed"),
        ("delivery_portrait", "sealed"),
        ("bundles_batch", "signature_sealed"),
        ("letters_officeletter", "pdf_sealed"),
        ("letters_signingattempt", "answer_sealed"),
        ("letters_letterframe", "arms"),
        ("reports_issuedreport", "paper"),
        ("reports_issuedreport", "workbook"),
        ("reports_issuedcityreport", "paper"),
        ("reports_issuedcityreport", "workbook"),
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it stands in a row of the export: `name`, readable where it is sealed here, maybe a file beside."""

    name: str
    field: Field[object, object]
    sealed: SealedColumn | None
    attached: bool


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """A table of the export: what it is called, its model, its columns."""

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]


@cache
def tables() -> tuple[ExportedTable, ...]:
    """All tables of an export, in its order."""
    by_name = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return tuple(_table(name, by_name[name]) for name in EXPORTED)


def _table(name: str, model: type[models.Model]) -> ExportedTable:
    return ExportedTable(name, model, tuple(_column(model, field) for field in model._meta.concrete_fields))


def _column(model: type[models.Model], field: Field[object, object]) -> Column:
    sealed = next((each for each in COLUMNS if each.model is model and each.field == field.name), None)
    attached = (model._meta.db_table, field.name) in ATTACHED
    return Column(_open_name(field.name) if sealed else field.name, field, sealed, attached)


def _open_name(name: str) -> str:
    """What a sealed column is called once it is readable: `nik_sealed` is `nik`, a bare `sealed` is `content`."""
    return name.removesuffix("_sealed") if name.endswith("_sealed") else "content"
