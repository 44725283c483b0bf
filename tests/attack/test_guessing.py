"""Guessing against two processes: the counters are one, and a restart forgives nothing."""

from __future__ import annotations

import os

import pytest

from siantar.casework.possession import FROM_ONE_NETWORK
from siantar.faces.frame.login_brake import OWN
from tests.attack.conftest import besieged
from tests.attack.hands import Answer, Browser, at_once

TRIES = 200 if os.environ.get("SIANTAR_ATTACK") == "full" else 40
RECEIPT = """
from siantar.casework import possession
from siantar.casework.models import Application
file = Application.objects.order_by("pk").first()
print(file.receipt_number, possession.pin_of(file), possession.proof_of(file))
"""
SLACK = 3  # a wait of half a minute may end on a slow machine while the hands still try


@pytest.fixture(scope="module")
def receipt(house) -> tuple[str, str, str]:
    number, pin, proof = house.command("shell", "-v0", "-c", RECEIPT).split()
    return number, pin, proof


def test_wrong_passwords_and_pins_over_two_processes_and_a_restart(house, receipt):
    number, pin, proof = receipt
    wrong = "000000" if pin != "000000" else "111111"
    with besieged(house):
        _passwords_wait(at_once(lambda _number: Browser(house).log_in("camat", "salah-sekali"), TRIES))
        _pins_wait(at_once(lambda _number: Browser(house).ask(f"/t/{number}", {"pin": wrong}), TRIES))
        assert "Tunggu" in Browser(house).log_in("camat", "siantar-demo").text
        assert Browser(house).ask(f"/t/{number}", {"pin": pin}).status in {403, 429}
        assert Browser(house).log_in("loket", "siantar-demo").url.endswith("/loket/")  # a colleague in the same house
    with besieged(house):
        assert "Tunggu" in Browser(house).log_in("camat", "siantar-demo").text
        assert Browser(house).ask(f"/t/{number}", {"pin": pin}).status in {403, 429}
        assert Browser(house).ask(f"/t/{number}/bukti", {"proof": proof}).status == 200  # the receipt itself opens


def _passwords_wait(answers: list[Answer]) -> None:
    assert {answer.status for answer in answers} == {200}, sorted(answer.status for answer in answers)
    listened = [answer for answer in answers if answer.status == 200 and "Tunggu" not in answer.text]
    assert 1 <= len(listened) <= OWN.free + SLACK, [answer.status for answer in answers]


def _pins_wait(answers: list[Answer]) -> None:
    assert {answer.status for answer in answers} <= {403, 429}
    listened = [answer for answer in answers if answer.status == 403 and "terlalu sering" not in answer.text]
    assert 1 <= len(listened) <= FROM_ONE_NETWORK.free + SLACK
