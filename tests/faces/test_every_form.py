"""Every form that a page shows to anybody of the staff: each of its fields with what nobody should send. No 500."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction

from tests.people import enter, given_collected, given_file, given_on_the_road

pytestmark = pytest.mark.django_db
FULL = os.environ.get("SIANTAR_ATTACK") == "full"  # `make attack`
SHORT = ("\x00", "²", "9" * 30)
ODD = ("", *SHORT, "-1", "2026-02-31", "36.74-tidak-ada", "<b>" * 300) if FULL else SHORT
WHO = ("camat", "loket", "pemeriksa", "penghubung", "dukcapil", "pengatur", "kurir1")
TRIED: set[tuple[str, ...]] = set()  # in short, what one role's page has is not tried again from another's
MOST_PAGES = 60
NOT_FOLLOWED = re.compile(
    r"/(keluar|bahasa|masuk|static|media|admin|i18n)/|\.(pdf|xlsx|csv|json|png|jpg|svg|age|docx)$|/t/"
)


@dataclass(frozen=True)
class Form:
    """Where it goes, and its fields with what stands in them."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Reader(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._action, self._fields, self._select = "", None, ""

    def handle_starttag(self, tag, attrs):
        at = {name: value or "" for name, value in attrs}
        if tag == "a" and at.get("href"):
            self.links.append(urldefrag(urljoin(self.address, at["href"])).url)
        elif tag == "form" and at.get("method", "").lower() == "post":
            self._action, self._fields = urljoin(self.address, at.get("action", "")), {}
        elif self._fields is not None and tag == "select":
            self._select = at.get("name", "")
            self._fields.setdefault(self._select, "")
        elif self._fields is not None and tag == "option" and self._select and not self._fields[self._select]:
            self._fields[self._select] = at.get("value", "")
        elif self._fields is not None and tag in {"input", "textarea", "button"} and at.get("name"):
            self._fields.setdefault(at["name"], at.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "form" and self._fields is not None:
            self.forms.append(Form(self._action, tuple(self._fields.items())))
            self._fields = None


def kind_of(address: str) -> str:
    """An address without what is another one's on the next page of its kind."""
    return re.sub(r"[0-9A-Z][0-9A-Z.-]{2,}|[0-9a-f-]{36}|\d+", "#", urlsplit(address).path)


def pages_of(client, start: str) -> Iterator[Reader]:
    """Pages reached by links, each kind of address once: what differs in its numbers only is the same page."""
    waiting, seen = [start], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen or urlsplit(address).netloc or NOT_FOLLOWED.search(urlsplit(address).path):
            continue
        seen.add(kind)
        answer = client.get(address, follow=True)
        assert answer.status_code < 500, address
        if "text/html" not in answer.get("Content-Type", "") or answer.status_code != 200 or answer.streaming:
            continue
        reader = Reader(answer.request["PATH_INFO"])
        reader.feed(answer.content.decode())
        waiting += reader.links
        yield reader


def fields_to_try(form: Form) -> Iterator[str]:
    """All of them in `make attack`; in short three of those that ask the same of each service (`paper-ktp-el-hilang-kk`)."""
    times = Counter()
    for name, _value in form.fields:
        first, _, rest = name.partition("-")
        times[first] += 1
        if FULL or not rest or times[first] <= 3:
            yield name


def tried(client, form: Form) -> list[str]:
    """What broke: each field odd once, the others as the page has them, and nothing of it kept."""
    broken = []
    for name in fields_to_try(form):
        for odd in ODD:
            with transaction.atomic():
                client.raise_request_exception = False
                answer = client.post(form.action, {**dict(form.fields), name: odd})
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                broken.append(f"{form.action} {name}={odd[:12]!r}")
    return broken


@pytest.mark.parametrize("who", WHO)
def test_no_field_of_any_form_breaks_the_server(client, town, who):
    given_file(town), given_on_the_road(town), given_collected(town)
    enter(client, who)
    pages, broken = 0, []
    for pages, page in enumerate(pages_of(client, "/"), 1):  # noqa: B007
        for form in page.forms:
            kind = (who if FULL else "", kind_of(form.action), *(name for name, _value in form.fields))
            if kind not in TRIED and not NOT_FOLLOWED.search(form.action):
                TRIED.add(kind)
                broken += tried(client, form)
    assert broken == []
    assert pages > 2
