from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from siantar.feedback import results, survey, survey_comments
from siantar.feedback.models import Answer, Ballot
from siantar.feedback.survey import Judgement
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules.period import month_of
from siantar.rules.satisfaction import Element
from tests.people import given_collected, given_on_the_road, receipt_of

pytestmark = pytest.mark.django_db


def judged(town, file, points=4, **more):
    judgement = Judgement(dict.fromkeys(Element, points), "link", **more)
    survey.judge(file.receipt_number, judgement, receipt=receipt_of(file), at=town.tick())


def this_month(town):
    return month_of(town.clock.date())


def test_a_receipt_judges_once(town):
    file = given_collected(town)
    judged(town, file, 3)
    with pytest.raises(survey.AlreadyJudged):
        judged(town, file, 1)
    assert Answer.objects.get().u1 == 3


def test_two_at_the_same_moment_count_once(town):
    file = given_collected(town)
    Ballot.objects.create(application=file)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(application=file)


def test_nobody_judges_what_is_under_way_or_unknown(town):
    with pytest.raises(survey.NotServedYet):
        judged(town, given_on_the_road(town))
    with pytest.raises(survey.UnknownReceipt):
        survey.admit("000000000000")
    assert not Answer.objects.exists()


def test_points_beyond_the_scale_are_refused_by_the_act_and_by_the_database(town):
    file = given_collected(town)
    with pytest.raises(ValueError, match="one to four"):
        judged(town, file, 5)
    judged(town, file)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(u9=5)


def test_who_judged_how_is_nowhere_written(town):
    file = given_collected(town)
    judged(town, file, thanks="Terima kasih")
    answer = Answer.objects.get()
    values = [getattr(answer, field.attname) for field in Answer._meta.concrete_fields]
    assert file.pk not in values
    assert file.receipt_number not in values
    assert answer.pk.version == 4
    assert {field.name for field in Ballot._meta.concrete_fields} == {"application"}


def test_the_results_are_live_by_service_and_together(town):
    for service, points in (("ktp-el-hilang", 4), ("ktp-el-hilang", 3), ("ktp-el-rusak", 2)):
        judged(town, given_collected(town, service), points)
    given_collected(town)
    survey = results.survey(town.office, this_month(town))
    assert (survey.whole.users, survey.whole.needed, survey.whole.reached, survey.whole.missing) == (4, 4, 3, 1)
    assert survey.whole.score.index == Decimal("75.00")
    assert survey.services["ktp-el-hilang"].score.index == Decimal("87.50")
    narrowed = results.survey(town.office, this_month(town), service="ktp-el-rusak")
    assert (narrowed.whole.name, narrowed.whole.score.index) == ("KTP-el rusak", Decimal("50.00"))
    assert results.offices(this_month(town))[town.office.code] == results.SurveyResult(town.office.name, 4, survey.whole.score)


def test_each_element_keeps_its_own_points(town):
    points = dict(zip(Element, (1, 2, 3, 4, 4, 3, 2, 1, 4), strict=True))
    file = given_collected(town)
    survey.judge(file.receipt_number, Judgement(points, "tablet"), receipt=receipt_of(file), at=town.tick())
    score = results.survey(town.office, this_month(town)).whole.score
    assert [int(mean) for mean in score.means] == list(points.values())
    assert score.weakest is Element.REQUIREMENTS


def test_a_month_without_answers_has_no_index(town):
    survey = results.survey(town.office, this_month(town))
    assert (survey.whole.score, survey.whole.needed, dict(survey.services)) == (None, 0, {})


def test_words_are_sealed_and_reading_them_leaves_a_trace(town):
    judged(town, given_collected(town), thanks="Terima kasih Bu Rina", grief="Antrean panjang")
    stored = bytes(Answer.objects.get().thanks_sealed) + bytes(Answer.objects.get().grief_sealed)
    assert b"Rina" not in stored
    reader = Reader(town.people["pemeriksa"], town.tick(), "survey_words")
    comments = survey_comments.read(town.office.code, this_month(town), reader=reader)
    assert [(comment.thanks, comment.grief, comment.service, comment.month.day) for comment in comments] == [("Terima kasih Bu Rina", "Antrean panjang", "", 1)]
    assert Look.objects.filter(why="survey_words", fields="grief thanks").count() == 1
