"""Three installations on one machine: a receipt of each, asked for at each, leads to the one that serves it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from siantar.rules import receipt_number
from tests.project import fresh
from tests.support.ports import free_port

HAND_IN = """
from siantar import clock
from siantar.casework import intake
from siantar.catalogue.models import Service
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Method
at, office = clock.now(), Office.objects.get(nature="office")
officer = User.objects.create(username="loket", office=office, roles=["counter"])
service = Service.objects.filter(office=office, code="ktp-el-hilang").get()
papers = [intake.Paper(need.code, "original") for need in service.requirements.all()]
wish = intake.HandIn(uuid7(at), service, "Siti Aminah", "", "", papers, Method.COUNTER, None)
print(intake.hand_in(wish, by=actor_of(officer, at), at=at).application.receipt_number)
"""
OFFICES = {"36.74.02": "Kecamatan Serpong Utara", "36.74.06": "Kecamatan Pamulang", "36.71.02": "Kecamatan Benda"}


@dataclass
class Installation:
    """A folder with an office in it, where it answers, and a file of it."""

    folder: Path
    name: str
    url: str
    receipt: str = ""

    def run(self, *words: object, **more: str) -> str:
        done = fresh.run(self.folder, *words, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read().decode()


@dataclass
class Keeper:
    """Whoever keeps the directory: the file, the key on the stick, its public half."""

    file: Path
    key: Path
    public: str = ""

    @property
    def trusted(self) -> dict[str, str]:
        return {"SIANTAR_DIRECTORY_KEYS": self.public, "SIANTAR_OUTBOUND_ALLOW": "127.0.0.1"}


@pytest.fixture(scope="module")
def keeper(tmp_path_factory) -> Keeper:
    folder = tmp_path_factory.mktemp("pengelola")
    return Keeper(folder / "direktori.json", folder / "kunci.json")


@pytest.fixture(scope="module")
def three(tmp_path_factory, keeper):
    """Set up, entered in the directory, serving; the first keeps it, and none of them has taken it yet."""
    there: list[Installation] = []
    with ExitStack() as stack:
        for office_number, (code, name) in enumerate(OFFICES.items(), 2):
            folder, port = tmp_path_factory.mktemp("kantor"), free_port()
            url = f"http://127.0.0.1:{port}"
            fresh.set_up(folder, office=code, name=name, villages="1006 Jelupang", url=url, number=str(office_number))
            office = Installation(folder, name, url)
            there.append(office)
            if not keeper.public:
                keeper.public = office.run("directory", "key", keeper.key).split()[-1]
            office.receipt = office.run("shell", "-v0", "-c", HAND_IN).strip()
            own = re.fullmatch(r'siantar directory add (\S+) (\S+) (\S+) "(.+)" --number (\d+)\n', office.run("directory", "own"))
            assert own, "the line for the keeper"
            there[0].run("directory", "add", keeper.file, own[2], own[3], own[4], "--number", own[5])
            stack.enter_context(fresh.served(folder, port, **keeper.trusted))
        there[0].run("directory", "sign", keeper.file, "--key", keeper.key)
        yield there


@pytest.fixture(scope="module")
def connected(three, keeper):
    """The first takes the file, the others fetch it from the first, over the line."""
    three[0].run("directory", "take", keeper.file, **keeper.trusted)
    for other in three[1:]:
        other.run("directory", "take", three[0].url, **keeper.trusted)
    return three


def test_each_receipt_names_its_office(three):
    assert [receipt_number.parse(each.receipt).office for each in three] == [2, 3, 4]


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("whose", range(3))
def test_each_receipt_is_found_from_everywhere(connected, at, whose):
    here, there = connected[at], connected[whose]
    status, text = here.get(f"/api/v1/track/{there.receipt}")
    answer = json.loads(text)
    if at == whose:
        assert (status, answer["office"]) == (200, here.name)
        return
    assert (status, answer["code"], answer["office"]) == (404, "not_here", there.name)
    assert answer["address"] == f"{there.url}/t/{there.receipt}"
    page = here.get(f"/t/{there.receipt}")[1]
    (link,) = re.findall(rf'href="(http[^"]+/t/{there.receipt})"', page)
    assert link == answer["address"]
    with urllib.request.urlopen(link, timeout=20) as page:
        assert there.name in page.read().decode()


def test_a_receipt_of_nobody_leads_nowhere(connected):
    for office in connected:
        nobody = receipt_number.issue(77)
        assert json.loads(office.get(f"/api/v1/track/{nobody}")[1])["code"] == "unknown_receipt"
        assert "Resi ini dari kantor lain" in office.get(f"/t/{nobody}")[1]


def test_forged_and_older_directories_leave_the_true_one_in_force(connected, keeper, tmp_path):
    first, second = connected[0], connected[1]
    genuine = keeper.file.read_text()
    forged, older = tmp_path / "palsu.json", tmp_path / "lama.json"
    forged.write_text(genuine.replace(second.url, "https://palsu.example"))
    older.write_text(genuine)
    first.run("directory", "remove", keeper.file, "36.71.02")
    first.run("directory", "sign", keeper.file, "--key", keeper.key)
    first.run("directory", "take", keeper.file, **keeper.trusted)
    for bad, sentence in ((forged, "tidak ditandatangani"), (older, "tidak lebih baru")):
        done = fresh.run(first.folder, "directory", "take", bad, **keeper.trusted)
        assert (done.returncode, sentence in done.stderr) == (1, True), done.stderr
    unreachable = fresh.run(first.folder, "directory", "take", f"http://127.0.0.1:{free_port()}", **keeper.trusted)
    assert (unreachable.returncode, "tidak menjawab" in unreachable.stderr) == (1, True), unreachable.stderr
    assert json.loads(first.get(f"/api/v1/track/{second.receipt}")[1])["address"].startswith(second.url)
    assert json.loads(first.get(f"/api/v1/track/{connected[2].receipt}")[1])["code"] == "unknown_receipt"
