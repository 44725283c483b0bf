"""The names of stages follow the way a file really went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.catalogue import words
from siantar.rules.journey import Path, PathStep
from siantar.rules.vocabulary import Stage
from siantar.rules.way import Course, Finish, agencies, finish_of

A, B = PathStep("36.74-disdukcapil"), PathStep("imigrasi")
CAMAT = PathStep("")


@pytest.mark.parametrize(
    ("steps", "finish", "label"),
    [
        ((), Finish.HERE, "Selesai di kecamatan"),
        ((CAMAT,), Finish.SIGNED, "Selesai, sudah ditandatangani"),
        ((A,), Finish.BACK, "Selesai, diterima kembali di kecamatan"),
        ((A, CAMAT), Finish.SIGNED, "Selesai, sudah ditandatangani"),
        ((CAMAT, A), Finish.BACK, "Selesai, diterima kembali di kecamatan"),
    ],
)
def test_a_file_is_finished_by_its_last_station(steps, finish, label):
    assert finish_of(Path(steps)) is finish
    assert words.label(Stage.FINISHED, way=Course(finish=finish)) == label


def test_each_stage_names_the_agency_it_is_about():
    story = [
        Stage.RECEIVED, Stage.CHECKING, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY, Stage.RETURNED_FOR_CORRECTION,
        Stage.CHECKING, Stage.SENT_TO_AGENCY, Stage.UNDER_INVESTIGATION, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY,
        Stage.CHECKING, Stage.SENT_TO_AGENCY, Stage.AT_AGENCY, Stage.FINISHED, Stage.READY_FOR_PICKUP,
    ]  # fmt: skip
    first, second = A.agency, B.agency
    assert agencies(Path((A, B)), story) == (
        "", "", first, first, first, "", first, "", first, first, "", second, second, "", "",
    )  # fmt: skip


@given(st.lists(st.sampled_from([A, B, CAMAT]), max_size=3), st.lists(st.sampled_from(Stage), max_size=12))
def test_any_story_has_a_name_for_each_stage(steps, story):
    about = agencies(Path(tuple(steps)), story)
    assert len(about) == len(story)
    for stage, agency in zip(story, about, strict=True):
        for language in ("id", "en"):
            way = Course(agency, finish_of(Path(tuple(steps))), 2)
            assert "{" not in words.label(stage, language, way=way) + words.next_step(stage, language, way=way)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Disdukcapil Kota Tangerang Selatan", "Dikirim ke Disdukcapil"),
        ("", "Dikirim ke Disdukcapil"),
        ("Dinas Kependudukan dan Pencatatan Sipil", "Dikirim ke Disdukcapil"),
        ("Kantor Imigrasi", "Dikirim ke Kantor Imigrasi"),
    ],
)
def test_another_agency_is_called_by_its_name(name, spoken):
    assert words.label(Stage.SENT_TO_AGENCY, way=Course(name)) == spoken


def test_after_the_last_attempt_no_other_is_promised():
    assert "sekali lagi" in words.next_step(Stage.DELIVERY_FAILED, way=Course(attempts=1))
    assert "sekali lagi" not in words.next_step(Stage.DELIVERY_FAILED, way=Course(attempts=2))
