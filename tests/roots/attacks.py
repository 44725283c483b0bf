"""What somebody does who has the database but not the keys: triggers lifted, chains made anew, derived rows made to fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from siantar.casework import chain, stories
from siantar.casework.models import Application, EventRow, Movement, PrivatePart, Standing, TrackRow, Undigested
from siantar.messaging.models import Choice, Message
from siantar.privacy.models import Look
from siantar.reports import rebuilding
from siantar.roots import signing
from siantar.roots.models import DailyRoot, WitnessCopy
from siantar.rules import ed25519
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.receipt_number import issue
from tests.conftest import guard
from tests.people import Town

Attack = Callable[[Town], object]


def rewrite(file: Application, change: Callable[[Event], Event | None]) -> None:
    """Tell a file's story anew: what `change` makes of each event (None: it never happened), with a chain that holds."""
    story, rows = [], list(EventRow.objects.filter(application=file).order_by("seq"))
    for row in rows:
        event = change(stories.event_of(row))
        if event is not None:
            story.append((row.pk, event))
    previous = ""
    gone = [row.pk for row in rows if row.pk not in {pk for pk, _event in story}]
    for model in (PrivatePart, Movement, Undigested):
        model.objects.filter(event__in=gone).delete()
    Message.objects.filter(event__in=gone).update(event=None)
    EventRow.objects.filter(pk__in=gone).delete()
    for seq, (pk, event) in enumerate(story, 1):
        linked = replace(event, seq=seq, previous=previous)
        previous = chain.digest(linked)
        EventRow.objects.filter(pk=pk).update(
            seq=seq, previous=linked.previous, hash=previous, data=dict(linked.data), person=linked.person,
            recorded_at=linked.recorded_at, occurred_at=linked.occurred_at, reason=linked.reason,
        )  # fmt: skip
    Standing.objects.filter(application=file).update(head=previous, seq=len(story))


def the_file(town: Town) -> Application:
    """The one Siti collected."""
    return Application.objects.filter(events__kind="collected").latest("handed_in_at")


def rewrites_a_handover(town: Town) -> None:
    """Another relation, another officer: at the counter it was somebody else."""

    def other(event: Event) -> Event:
        if event.kind != "collected":
            return event
        return replace(event, data={**event.data, "relation": "authorised"}, person=town.people["pemeriksa"].person)

    rewrite(the_file(town), other)


def deletes_a_file_with_its_story(town: Town) -> None:
    file = the_file(town)
    events = EventRow.objects.filter(application=file)
    for model in (PrivatePart, Movement, Undigested):
        model.objects.filter(event__in=events).delete()
    Message.objects.filter(application=file).delete()
    Choice.objects.filter(application=file).delete()
    Standing.objects.filter(application=file).delete()
    TrackRow.objects.filter(pk=file.receipt_number).delete()
    for table in ("delivery_place", "delivery_lesson", "alerts_alert", "shelf_placement", "reports_ended", "feedback_ballot"):
        _forget(table, file)
    events.delete()
    Application.objects.filter(pk=file.pk).delete()


def _forget(table: str, file: Application) -> None:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        if "application_id" in columns:
            pk = file.pk.hex if connection.vendor == "sqlite" else file.pk
            cursor.execute(f"DELETE FROM {table} WHERE application_id = %s", [pk])


def takes_the_end_of_a_story_away(town: Town) -> None:
    rewrite(the_file(town), lambda event: None if event.kind in {"collected", "made_ready"} else event)


def takes_an_event_out_of_the_middle(town: Town) -> None:
    rewrite(the_file(town), lambda event: None if event.kind == "made_ready" else event)


def gives_a_file_another_receipt_number(town: Town) -> None:
    file, number = the_file(town), issue(2)
    TrackRow.objects.filter(pk=file.receipt_number).update(receipt_number=number)
    Application.objects.filter(pk=file.pk).update(receipt_number=number)


def empties_the_record_of_looks(town: Town) -> None:
    Look.objects.all().delete()


def deletes_a_look(town: Town) -> None:
    Look.objects.earliest("pk").delete()


def changes_a_look(town: Town) -> None:
    look = Look.objects.earliest("pk")
    Look.objects.filter(pk=look.pk).update(by=int(town.people["pengatur"].person))


def moves_a_look_to_another_hour(town: Town) -> None:
    Look.objects.filter(pk=Look.objects.earliest("pk").pk).update(at=F("at") - timedelta(hours=5))


def invents_a_look(town: Town) -> None:
    look = Look.objects.earliest("pk")
    look.pk = None
    look.at += timedelta(seconds=7)
    look.save()


def inserts_a_back_dated_file(town: Town) -> None:
    """A file that was never handed in, made of another one's rows, hours before the root."""
    model = the_file(town)
    rows = list(EventRow.objects.filter(application=model).order_by("seq"))
    standing, track = Standing.objects.get(application=model), TrackRow.objects.get(pk=model.receipt_number)
    fresh = Application.objects.get(pk=model.pk)
    fresh.pk, fresh.receipt_number = uuid7(model.handed_in_at), issue(2)
    fresh.save(force_insert=True)
    previous = ""
    for row in rows:
        event = replace(stories.event_of(row), id=uuid7(row.occurred_at), application=fresh.pk, previous=previous)
        previous = chain.digest(event)
        row.pk, row.application_id, row.previous, row.hash = event.id, fresh.pk, event.previous, previous
        row.save(force_insert=True)
    standing.application, standing.head = fresh, previous
    standing.save(force_insert=True)
    track.receipt_number = fresh.receipt_number
    track.save(force_insert=True)
    rebuilding.rebuild()


def adds_a_back_dated_event(town: Town) -> None:
    """One more event at the end of a story, recorded, as it says, before the root."""
    file = the_file(town)
    last = EventRow.objects.filter(application=file).latest("seq")
    at = last.recorded_at + timedelta(minutes=1)
    event = replace(
        stories.event_of(last), id=uuid7(at), seq=last.seq + 1, occurred_at=at, recorded_at=at, previous=last.hash,
        private_digest="", data={"event": str(UUID(int=1))}, reason="salah catat",
    )  # fmt: skip
    last.pk, last.seq, last.previous, last.hash = event.id, event.seq, event.previous, chain.digest(event)
    last.occurred_at = last.recorded_at = at
    last.private_digest, last.data, last.reason, last.kind = "", dict(event.data), event.reason, "corrected"
    last.hash = chain.digest(replace(event, kind=last.kind))
    last.save(force_insert=True)
    Standing.objects.filter(application=file).update(head=last.hash, seq=last.seq)


def swaps_the_root_rows(town: Town) -> None:
    first, second = DailyRoot.objects.order_by("day")[:2]
    for row, other in ((first, second), (second, first)):
        DailyRoot.objects.filter(pk=row.pk).update(statement=other.statement, signature=other.signature, line=other.line)


def deletes_the_root_rows(town: Town) -> None:
    WitnessCopy.objects.all().delete()
    DailyRoot.objects.all().delete()


def signs_the_root_rows_with_a_key_of_their_own(town: Town) -> None:
    seed = "42" * 32
    for row in DailyRoot.objects.all():
        statement = next(signing.roots_in(f"{row.statement} {row.signature}")).statement
        forged = signing.sign_root(replace(statement, key=ed25519.key_id(ed25519.public_half(seed)), root="ab" * 32), seed)
        DailyRoot.objects.filter(pk=row.pk).update(statement=forged.statement.text(), signature=forged.signature)


ATTACKS: dict[Attack, tuple[set[str], str]] = {  # what is found, and the words that name it
    rewrites_a_handover: ({"events_changed"}, "kejadian ke-9 (collected)"),
    deletes_a_file_with_its_story: ({"file_missing"}, "hilang seluruhnya"),
    takes_the_end_of_a_story_away: ({"events_missing"}, "kejadian ke-8 sampai ke-9 hilang"),
    takes_an_event_out_of_the_middle: ({"events_missing"}, "hilang"),
    gives_a_file_another_receipt_number: ({"file_missing", "file_backdated"}, "disisipkan"),
    empties_the_record_of_looks: ({"records_missing"}, "jejak baca pada jam"),
    deletes_a_look: ({"records_missing"}, "1 dari 2 tercatat (nomor "),
    changes_a_look: ({"records_changed"}, "diubah setelah disegel"),
    moves_a_look_to_another_hour: ({"records_missing", "records_backdated"}, "disisipkan"),
    invents_a_look: ({"records_backdated"}, "disisipkan"),
    inserts_a_back_dated_file: ({"file_backdated"}, "disisipkan"),
    adds_a_back_dated_event: ({"event_backdated"}, "kejadian ke-10 (corrected) disisipkan"),
    swaps_the_root_rows: ({"row_changed"}, "diganti"),
    deletes_the_root_rows: ({"row_missing"}, "dihapus dari basis data"),
    signs_the_root_rows_with_a_key_of_their_own: ({"row_changed"}, "bukan yang ditandatangani"),
}


def carry_out(attack: Attack, town: Town) -> None:
    """With the guards of the tables lifted, as whoever owns the database can."""
    guard(False)
    attack(town)
    guard(True)
