"""The page of parts is for developers: in the demo and where faults are shown, nowhere else."""

from __future__ import annotations

import re

import pytest

from tests.support import templates

PAGE = "/pengembang/bagian/"


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "debug", "status"), [(True, False, 200), (False, True, 200), (False, False, 404)])
def test_it_is_shown_to_developers_only(client, settings, demo, debug, status):
    settings.SIANTAR_DEMO, settings.DEBUG = demo, debug
    assert client.get(PAGE).status_code == status


@pytest.mark.django_db
def test_it_names_nobody_and_is_the_same_in_both_languages(client):
    text = client.get(PAGE).content.decode()
    assert len(re.findall(r"<section class=\"part\"", text)) > 15
    client.cookies["django_language"] = "en"
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|lang="en">English|value="en"')
    again = client.get(PAGE).content.decode()
    assert tokens.sub("", again) == tokens.sub("", text)


def test_parts_are_drawn_in_one_place():
    """The classes of a part stand in its own template, and nowhere else among the pages of staff."""
    owners = {
        'class="selection': "selection.html",
        'class="promise': "promise.html",
        'class="signature"': "signature.html",
        'class="scan-result"': "scan_result.html",
        '<p class="notice notice-error" role="alert">{{ error }}</p>': "trouble.html",
        'class="empty"': "empty.html",
    }
    staff = [path for path in templates.paths() if "/public/" not in str(path)]
    strangers = [
        (path.name, part)
        for path in staff
        for part, owner in owners.items()
        if part in path.read_text() and path.name != owner
    ]
    assert strangers == []
