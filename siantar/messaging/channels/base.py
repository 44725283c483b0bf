"""What a channel is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType
from typing import Protocol, cast
from uuid import UUID

from siantar.catalogue.words import Words

Config = Mapping[str, str]
NO_HINT = Words("", "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along with a mail."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One text for one address. `id` stays the same over all tries; `text` has lines, `line` is the same in one line.

    `answering`: the receiver wrote to us a moment ago, so that free words are allowed everywhere. Only mail takes
    `attachments` along.
    """

    id: UUID
    address: str
    office: str
    subject: str
    text: str
    line: str
    link: str
    language: str
    occasion: str
    at: datetime
    answering: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a channel's configuration; an `advised` one may be empty, and the office is told what it risks."""

    name: str
    label: Words
    hint: Words = NO_HINT
    default: str = ""
    needed: bool = True
    secret: bool = False
    choices: tuple[str, ...] = ()
    lines: bool = False
    advised: bool = False
    destination: bool = False  # where secrets go: a change asks for them again
    ours: bool = False  # made by us, shown and never typed


class TryLater(Exception):
    """The other side cannot be reached or asks to wait: try again, not before `after` when it was told."""

    def __init__(self, problem: str, after: timedelta | None = None) -> None:
        super().__init__(problem)
        self.problem, self.after = problem, after


class TryThisLater(TryLater):
    """Only this address has to wait (a full mailbox, too many for one number): the channel goes on with the others."""


class Never(Exception):
    """This letter will not arrive at this address however often it is tried."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Gone(Never):
    """The address itself is no more (a browser's subscription that ended): nothing is sent there again."""


class WrongSettings(Exception):
    """The office's account or configuration is refused, whatever the letter: the channel stops until a person looks."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Channel(Protocol):
    """What the folder of a channel offers: `deliver` gives the provider's id of what it took."""

    FIELDS: tuple[Field, ...]
    address_of: Callable[[str], str | None]
    deliver: Callable[[Letter, Config], str]


def as_channel(folder: ModuleType) -> Channel:
    """The folder as a channel."""
    return cast(Channel, folder)
