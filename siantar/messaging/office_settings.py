"""How an office set up its telling: courtesy, wordings, channels; asked often, kept small."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from siantar.catalogue.words import Words
from siantar.directory import audit, last_changes
from siantar.directory.models import Office
from siantar.messaging.channels import KNOWN
from siantar.messaging.channels.base import Config
from siantar.messaging.models import ChannelSetting, Courtesy, Message, Wording
from siantar.messaging.templates import SAYINGS
from siantar.outward.destinations import origin_of
from siantar.privacy import vault
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.sending_hours import Manners

_HOOK_BYTES = 24
PLACE, _HOOK = "channel.configuration", "channel.hook"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A channel of an office: whether it sends, what is missing, its configuration, its last test, why it stopped."""

    kind: ChannelKind
    on: bool
    config: Config
    missing: tuple[str, ...]
    tested_at: datetime | None = None
    test_passed: bool | None = None
    test_result: str = ""
    stopped_at: datetime | None = None
    stopped_by: str = ""

    @property
    def unadvised(self) -> bool:
        """Whether it is meant to send, and a field is empty that the office was advised to fill in."""
        advised = [field.name for field in KNOWN[self.kind].FIELDS if field.advised]
        return self.is_set_up and not all(self.config.get(name) for name in advised)

    @property
    def is_set_up(self) -> bool:
        """Whether letters are meant to go out by it."""
        return self.on and not self.missing

    @property
    def sends(self) -> bool:
        """Whether letters go out by it."""
        return self.is_set_up and self.stopped_at is None


def courtesy_of(office: Office) -> Courtesy:
    """The office's courtesy, or ours."""
    return Courtesy.objects.filter(pk=office.pk).first() or Courtesy(office=office)


def manners_of(office: Office) -> Manners:
    """Give quiet hours and limits of an office as the rules take them."""
    courtesy = courtesy_of(office)
    return Manners(ZoneInfo(office.zone), courtesy.quiet_from, courtesy.quiet_until, courtesy.daily_most)


def wording_of(office: str, occasion: Occasion) -> Wording:
    """Find the office's wording, or give an empty one that is on."""
    stored = Wording.objects.filter(office=office, occasion=occasion).first()
    return stored or Wording(office_id=office, occasion=occasion)


def words_of(wording: Wording) -> Words:
    """What is said: the office's words where it has some, else ours."""
    ours = SAYINGS[Occasion(wording.occasion)].text
    return Words(wording.text_id or ours.id, wording.text_en or ours.en)


def silent_occasions(offices: set[str]) -> set[tuple[str, str]]:
    """(office, occasion) that are switched off."""
    return set(Wording.objects.filter(office__in=offices, on=False).values_list("office", "occasion"))


def channel_of(office: str, kind: ChannelKind) -> SetUp:
    """One channel of an office."""
    return _set_up(kind, ChannelSetting.objects.filter(office=office, kind=kind).first())


def channels_of(office: str) -> list[SetUp]:
    """List all channels, set up or not."""
    stored = {setting.kind: setting for setting in ChannelSetting.objects.filter(office=office)}
    return [_set_up(kind, stored.get(kind)) for kind in KNOWN]


def by_hook(kind: ChannelKind, secret: str) -> str | None:
    """Find the office whose provider calls with this secret."""
    wanted = vault.indexes(_HOOK, f"{kind}:{secret}")
    setting = ChannelSetting.objects.filter(kind=kind, hook_index__in=wanted, on=True).first()
    return setting.office_id if setting else None


def all_of(kind: ChannelKind) -> Iterator[tuple[str, Config]]:
    """Every office that has this channel on, with its configuration."""
    for setting in ChannelSetting.objects.filter(kind=kind, on=True):
        yield setting.office_id, _set_up(kind, setting).config


class SecretAskedAgain(Exception):
    """A stored secret would go to another address than the one it was stored for; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def keep_channel(office: str, kind: ChannelKind, config: Mapping[str, str], *, on: bool, by: Actor) -> None:
    """Set a channel up; an empty secret leaves the stored one, where it goes to the same address as before.

    Raises Forbidden, SecretAskedAgain.
    """
    require(by, Act.SET_UP_MESSAGES, office=office)
    settings = _with_secrets(kind, channel_of(office, kind).config, config)
    hook = settings.get("hook_secret", "")
    ChannelSetting.objects.update_or_create(
        office_id=office,
        kind=kind,
        defaults={
            "on": on,
            "sealed": vault.seal(PLACE, f"{office}:{kind}", json.dumps(settings)),
            "hook_index": vault.index(_HOOK, f"{kind}:{hook}") if hook else None,
            "rests_until": None,
            "stopped_at": None,
            "stopped_by": "",
        },
    )


def new_hook(office: str, kind: ChannelKind, *, by: Actor) -> None:
    """Another secret for the calls of the provider; the one before is good for nothing. Raises Forbidden."""
    setting = channel_of(office, kind)
    config = {**setting.config, "hook_secret": secrets.token_urlsafe(_HOOK_BYTES)}
    keep_channel(office, kind, config, on=setting.on, by=by)


def _with_secrets(kind: ChannelKind, before: Config, config: Mapping[str, str]) -> dict[str, str]:
    fields = KNOWN[kind].FIELDS
    moved = any(origin_of(before.get(f.name, "")) != origin_of(config.get(f.name, "")) for f in fields if f.destination)
    settings = dict(config)
    for field in fields:
        stored = before.get(field.name, "")
        if field.ours:
            settings[field.name] = settings.get(field.name) or stored or secrets.token_urlsafe(_HOOK_BYTES)
        elif field.secret and stored and not settings.get(field.name):
            if moved:
                raise SecretAskedAgain(field.name)
            settings[field.name] = stored
    return settings


def keep_wording(wording: Wording, *, on: bool, text: Words, by: Actor, at: datetime) -> None:
    """Keep the wording of an occasion; our own words are stored as none, so that they may get better.

    Raises Forbidden.
    """
    require(by, Act.SET_UP_MESSAGES, office=wording.office_id)
    ours = SAYINGS[Occasion(wording.occasion)].text
    columns = {
        "on": on,
        "text_id": "" if text.id.strip() == ours.id else text.id.strip(),
        "text_en": "" if text.en.strip() == ours.en else text.en.strip(),
    }
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=wording.office_id)
        stored = wording_of(wording.office_id, Occasion(wording.occasion))
        before = {name: getattr(stored, name) for name in columns}
        if before == columns:
            return
        Wording.objects.update_or_create(office_id=wording.office_id, occasion=wording.occasion, defaults=columns)
        page = last_changes.WORDS + wording.occasion
        last_changes.keep(wording.office_id, page, before, columns, at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=page)


def undo_wording(office: str, occasion: Occasion, *, by: Actor, at: datetime) -> None:
    """Put back what the last change of a wording changed. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_MESSAGES, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        stored = wording_of(office, occasion)
        present = {name: getattr(stored, name) for name in ("on", "text_id", "text_en")}
        before = last_changes.to_undo(office, last_changes.WORDS + occasion, present)
        keep_wording(stored, on=before["on"], text=Words(before["text_id"], before["text_en"]), by=by, at=at)


def keep_courtesy(courtesy: Courtesy, *, by: Actor, at: datetime) -> None:
    """Hold to this from now on; what waited for another hour is looked at again. Raises Forbidden."""
    require(by, Act.SET_UP_MESSAGES, office=courtesy.office_id)
    with transaction.atomic():
        office = Office.objects.select_for_update().get(pk=courtesy.office_id)
        before, after = _as_data(courtesy_of(office)), _as_data(courtesy)
        if before == after:
            return
        courtesy.save()
        last_changes.keep(office.code, last_changes.COURTESY, before, after, at)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=last_changes.COURTESY)
    waiting = Message.objects.filter(office=courtesy.office_id, state=Message.State.WAITING, tries=0)
    waiting.filter(not_before__gt=at + timedelta(minutes=courtesy.gather_minutes)).update(not_before=at)


def undo_courtesy(office: str, *, by: Actor, at: datetime) -> None:
    """Hold to what was before its last change. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_MESSAGES, office=office)
    with transaction.atomic():
        stored = Office.objects.select_for_update().get(pk=office)
        before = last_changes.to_undo(office, last_changes.COURTESY, _as_data(courtesy_of(stored)))
        quiet = {name: time.fromisoformat(before.pop(name)) for name in ("quiet_from", "quiet_until")}
        keep_courtesy(Courtesy(office=stored, **quiet, **before), by=by, at=at)


def _as_data(courtesy: Courtesy) -> dict[str, Any]:
    return {
        "quiet_from": courtesy.quiet_from.isoformat(), "quiet_until": courtesy.quiet_until.isoformat(),
        "daily_most": courtesy.daily_most, "gather_minutes": courtesy.gather_minutes,
    }  # fmt: skip


def _set_up(kind: ChannelKind, setting: ChannelSetting | None) -> SetUp:
    fields = KNOWN[kind].FIELDS
    config = {field.name: field.default for field in fields}
    if setting is None:
        empty = tuple(field.name for field in fields if field.needed and not field.default)
        return SetUp(kind, not fields, config, empty)
    if setting.sealed:
        config |= json.loads(vault.unseal(PLACE, f"{setting.office_id}:{kind}", setting.sealed))
    missing = tuple(field.name for field in fields if field.needed and not config.get(field.name))
    return SetUp(
        kind, setting.on, config, missing, setting.tested_at, setting.test_passed, setting.test_result,
        setting.stopped_at, setting.stopped_by,
    )  # fmt: skip
