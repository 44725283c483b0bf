"""What every page of staff shows around its content."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from siantar.directory import city_login, workplaces
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.faces.frame import navigation, stand_ins
from siantar.faces.frame.help.page_help import PageHelp
from siantar.faces.frame.help.pages import guide_at, help_at
from siantar.faces.frame.navigation import Door
from siantar.faces.frame.working_as import account_of


@dataclass(frozen=True, slots=True)
class Workplace:
    """An office somebody may change over to, and the number of their account there."""

    person: int
    office: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Office, person, help and doors of a page: those of the rail, and those opened now and then.

    `guide` is where the guides go on about the page; "" without help.
    `city_directory` is how the login page calls the city's directory; "" without one.
    `stands_in` says for whom this person does the work today.
    `workplaces` are the offices to change over to, for who works in more than one.
    """

    office_name: str = ""
    user_name: str = ""
    doors: tuple[Door, ...] = ()
    side_doors: tuple[Door, ...] = ()
    demo: bool = False
    training: bool = False
    idle_minutes: int = 0
    help: PageHelp | None = None
    guide: str = ""
    city_directory: str = ""
    stands_in: tuple[str, ...] = ()
    workplaces: tuple[Workplace, ...] = ()

    @property
    def initials(self) -> str:
        """The first letters of the first two words of the name."""
        return "".join(word[0] for word in self.user_name.split()[:2]).upper()


def _workplaces(home: User, account: User) -> tuple[Workplace, ...]:
    """The offices to change over to: all of this person but the one they work in now."""
    elsewhere = workplaces.accounts_of(home.pk).exclude(joined_at=None).values_list("pk", "office__name")
    accounts = [(home.pk, str(home.office or "")), *elsewhere]
    return tuple(Workplace(person, office) for person, office in accounts if person != account.pk)


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame of the page, asked for when its template shows it: who is refused sees none."""
    return {"frame": SimpleLazyObject(lambda: _frame_of(request))}


def _frame_of(request: HttpRequest) -> Frame:
    """The frame; empty for visitors."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        name = city_login.directory_name()
        return Frame(demo=settings.SIANTAR_DEMO, training=settings.SIANTAR_TRAINING, city_directory=name)
    account = account_of(request) or user
    actor = getattr(request, "actor", None)
    if actor is not None and actor.person != str(account.pk):
        actor = actor_of(account, request.at)  # type: ignore[attr-defined]
    roles = account.role_set() if actor is None else actor.roles
    doors = navigation.doors_for(roles, request.path)
    if actor is not None:
        doors = navigation.with_waiting(doors, actor, request.at)  # type: ignore[attr-defined]
    return Frame(
        office_name=account.office.name if account.office else "",
        workplaces=_workplaces(user, account),
        user_name=user.get_full_name() or user.get_username(),
        doors=doors,
        side_doors=navigation.side_doors_for(roles, request.path),
        demo=settings.SIANTAR_DEMO,
        training=settings.SIANTAR_TRAINING,
        idle_minutes=settings.SIANTAR_IDLE_MINUTES,
        help=help_at(request.path),
        guide=guide_at(request.path),
        stands_in=stand_ins.lines_of(actor) if actor is not None else (),
    )
