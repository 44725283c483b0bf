"""What residents of the demo say: judgements of the past year and a handful of complaints, by the real acts."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction

from siantar.casework import possession
from siantar.casework.models import Standing
from siantar.demo.office import OFFICE
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.feedback import complaints, survey
from siantar.feedback.complaints import Filing
from siantar.feedback.models import Ballot, Complaint
from siantar.feedback.survey import Judgement
from siantar.rules.complaint import Nature, Topic
from siantar.rules.satisfaction import Element

SHARE = 0.7
LEANING = {
    Element.COST: (0, 0, 5, 95), Element.TIME: (4, 16, 50, 30), Element.COMPLAINTS: (3, 14, 53, 30),
    Element.FACILITIES: (2, 12, 51, 35), Element.CONDUCT: (1, 4, 45, 50),
}  # fmt: skip
ORDINARY = (1, 7, 52, 40)
THANKS = (
    "Petugas loket ramah dan sabar menjelaskan.", "Kurirnya sopan, dokumen sampai di rumah. Terima kasih!",
    "Tidak perlu bolak-balik. Semoga dipertahankan.",
)  # fmt: skip
GRIEF = (
    "Kursi tunggu kurang, banyak yang berdiri.", "Menunggu terlalu lama di pusat data tanpa kabar.",
    "Nomor antrean sulit didengar.",
)  # fmt: skip
COMPLAINTS = (
    (Topic.TIME, Nature.PLAIN, "Sudah dua minggu tidak ada kabar tentang KTP saya.", 6, ""),
    (Topic.REQUIREMENTS, Nature.INFORMATION, "Apakah surat RT masih diperlukan untuk KK hilang?", 1, ""),
    (Topic.FACILITIES, Nature.PLAIN, "Toilet di ruang tunggu tidak ada airnya.", 12, "Sudah diperbaiki hari ini."),
    (Topic.DELIVERY, Nature.PLAIN, "Kurir datang saat rumah kosong, padahal sudah janji sore.", 2, ""),
    (Topic.FEE, Nature.FIELD_CHECK, "Ada orang di parkiran menawarkan percepatan dengan uang.", 4, ""),
)  # fmt: skip


def speak_up(at: datetime) -> None:
    """Judge a share of the served files, the same whenever it is asked; complain a few times, once."""
    served = Standing.objects.filter(office=OFFICE, stage__in=[str(stage) for stage in survey.SERVED])
    waiting = served.exclude(application__in=Ballot.objects.values("application")).order_by("since")
    with transaction.atomic():
        for standing in waiting.select_related("application"):
            file = standing.application
            chance = random.Random(file.receipt_number)
            if chance.random() < SHARE:
                receipt = survey.ShownReceipt(proof=possession.proof_of(file))
                survey.judge(file.receipt_number, _judgement(chance), receipt=receipt, at=standing.since)
        if not Complaint.objects.exists():
            _complain(at)


def _judgement(chance: random.Random) -> Judgement:
    points = {element: chance.choices((1, 2, 3, 4), LEANING.get(element, ORDINARY))[0] for element in Element}
    return Judgement(
        points,
        chance.choice(("link", "link", "qr", "tablet")),
        chance.choice(THANKS) if chance.random() < 0.15 else "",
        chance.choice(GRIEF) if chance.random() < 0.1 else "",
        {"sex": chance.choice("LP"), "schooling": chance.choice(("", "smp", "sma", "sma", "s1"))},
    )


def _complain(at: datetime) -> None:
    office = Office.objects.get(pk=OFFICE)
    checker = actor_of(User.objects.get(username="pemeriksa"), at)
    for topic, nature, words, days, answer in COMPLAINTS:
        filed = complaints.file(Filing(office, topic, nature, words), at=at - timedelta(days=days))
        if answer:
            complaints.answer(filed.number, answer, by=checker, at=at - timedelta(days=days - 2))
    complaints.escalate(at=at)
