"""Templates can be read: in form, no style and no script between the elements, every id once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.support import templates

PATHS = templates.paths()
LONGEST = 160  # an attribute or a condition that cannot be broken; sentences to translate are not counted
_SENTENCE = re.compile(
    r"""(?<=\{% trans )(?:"[^"]*"|'[^']*')|(?<=%\})(?:(?!%\}).)*?(?=\{% endblocktrans)|(?<=\{% blocktrans).*?(?=%\})"""
)


def name_of(path: Path) -> str:
    return str(path.relative_to(templates.ROOT))


def branches(text: str) -> list[str]:
    """The text as it is with the first branch of every condition, and with the last."""
    choice = re.compile(r"\{% if\b[^%]*%\}((?:(?!\{% if\b).)*?)\{% endif %\}", re.DOTALL)
    first = last = text
    while choice.search(first):
        first = choice.sub(lambda branch: re.split(r"\{% (?:else|elif\b[^%]*) ?%\}", branch[1])[0], first)
    while choice.search(last):
        last = choice.sub(lambda branch: re.split(r"\{% (?:else|elif\b[^%]*) ?%\}", branch[1])[-1], last)
    return [first, last]


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_templates_are_in_form(path):
    text = path.read_text()
    assert templates.formatted(text) == text, "make fix"
    assert "\t" not in text
    assert max(len(_SENTENCE.sub("", line)) for line in text.splitlines()) <= LONGEST


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_templates_hold_no_style_and_no_script(path):
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle=|\son\w+=[\"']|javascript:", text)
    assert re.findall(r"<script\b(?![^>]*(?:\bsrc=|type=\"application/json\"))", text) == []


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_no_form_leads_to_an_address_beside_its_own(path):
    """A refused form stays at the address it was sent to: from there a relative one leads astray."""
    actions = re.findall(r"""\s(?:form)?action=(?:"([^"]*)"|'([^']*)')""", path.read_text())
    assert [
        action
        for pair in actions
        if not (action := "".join(pair)).startswith(("/", "{% url ", "{{ request.path", "{{ action }}"))
    ] == []


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_every_id_is_there_once(path):
    for text in branches(path.read_text()):
        ids = Counter(re.findall(r"""\sid="([^"{}]+)\"""", text))
        assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("<p>a <b>b</b></p>", "<p>a <b>b</b></p>\n"),
        ("<ul>{% for x in y %}<li>{{ x }}</li>{% endfor %}</ul>",
         "<ul>\n  {% for x in y %}\n    <li>{{ x }}</li>\n  {% endfor %}\n</ul>\n"),
        ("<p>a{% if b %} b{% endif %}, c</p>", "<p>a{% if b %} b{% endif %}, c</p>\n"),
        ("<div><p>a</p><p>b</p></div>", "<div>\n  <p>a</p>\n  <p>b</p>\n</div>\n"),
        ("<form>{% csrf_token %}<p>a</p><input><button>a</button></form>",
         "<form>\n  {% csrf_token %}\n  <p>a</p>\n  <input><button>a</button>\n</form>\n"),
    ],
)  # fmt: skip
def test_white_space_changes_only_where_it_cannot_be_seen(source, form):
    assert templates.formatted(source) == form


def test_a_template_that_does_not_close_is_told():
    for text in ("<div><p></div>", "{% if a %}<p>{% endif %}", "<ul>"):
        with pytest.raises(templates.Malformed):
            templates.formatted(text)
