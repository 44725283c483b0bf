"""Whatever happened and however long ago: after a run every chain holds, all can be derived again, no figure changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from siantar.casework.consequences import relay_all
from siantar.privacy.models import Erasure
from siantar.reports import figures, rebuilding, served_files
from siantar.rights import retention
from siantar.rules.period import month_of
from tests.casework.test_ledger_against_a_plain_model import Histories, derived
from tests.clock import CLOCK
from tests.people import given_town

pytestmark = pytest.mark.django_db


class Nights(Histories):
    """Histories in which years go by between two acts."""

    @rule(days=st.sampled_from([1, 40, 200, 400, 1900]))
    def a_run_of_the_schedule(self, days):
        began = self.town.clock
        CLOCK.move(timedelta(days=days))
        relay_all(self.town.clock)
        served_files.count_ended()
        months = [month_of((began - timedelta(days=back)).date()) for back in (0, 31)]

        def open_figures():
            return [figures.month(self.town.office, month, self.town.clock.date()) for month in months]

        rows, numbers = derived()[:2], open_figures()
        run = retention.run_now(self.town.office, self.town.clock)
        assert run.ended_at is not None
        assert derived()[:2] == rows  # words of a cancelled file go with the name they might tell
        assert served_files.count_ended() == 0
        assert open_figures() == numbers
        assert list(rebuilding.findings()) == []
        assert retention.run_now(self.town.office, self.town.clock).counts == {}


def test_no_run_after_any_history_breaks_a_chain_or_changes_a_figure():
    class InTown(Nights):
        town = given_town()

    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=12, stateful_step_count=25,
            suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
    assert Erasure.objects.filter(kind="person").exists()
