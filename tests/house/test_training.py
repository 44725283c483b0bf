"""What is emptied and what leaves the house: a decision about each new table and job."""

from __future__ import annotations

from django.apps import apps

from siantar.project.jobs import JOBS, NOT_IN_TRAINING
from siantar.rights import training


def test_every_table_is_emptied_or_kept():
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    assert set(training.EMPTIED) | set(training.KEPT) == set(tables)
    assert set(training.EMPTIED).isdisjoint(training.KEPT)


def test_nothing_that_stays_refers_to_what_goes():
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    gone = {tables[name] for name in training.EMPTIED}
    left = [
        f"{name}.{field.name}"
        for name in training.KEPT
        for field in tables[name]._meta.concrete_fields
        if field.related_model in gone
    ]
    assert left == []


def test_jobs_that_do_not_happen_in_training_are_jobs():
    assert {job.name for job in JOBS} >= NOT_IN_TRAINING
    assert {"send", "send_webhooks", "make_roots", "send_reports"} <= NOT_IN_TRAINING
