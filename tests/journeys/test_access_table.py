"""The gate's table on a phone: the table scrolls inside, the page does not."""

import pytest

from tests.journeys.conftest import look

pytestmark = pytest.mark.browser


def test_the_administrator_reads_who_may_do_what(someone):
    page = someone("admin", 360)
    page.goto("/mulai/")
    page.goto("/berkas/kewenangan/")
    page.get_by_role("heading", name="Siapa boleh apa").wait_for()
    table = page.locator(".scroll").first
    assert table.evaluate("box => box.scrollWidth > box.clientWidth")
    table.focus()
    look(page, "kewenangan")
