"""What befalls a city: each fault does its harm and gives back what mends it."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import siantar
from tests.city.city import APPLICATIONS, DATABASES, City, wait_for
from tests.city.network import BEYOND, HERE

Repair = Callable[[], None]
CUT = 40.0  # seconds that a cut between clients and the greater part lasts: nobody can write meanwhile
TRIAL = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "{before}")]
    operations = [migrations.AddField("application", "cluster_trial", models.CharField(max_length=20, null=True))]
"""


def nothing_to_mend() -> None:
    """The fault was mended as part of it."""


def dead_leader(city: City) -> Repair:
    """The machine of the leading database loses its power: database, Patroni and etcd at once."""
    name = city.leader().name
    city.machines[name].die()
    return lambda: city.start_database(name)


def frozen_leader(city: City) -> Repair:
    """Everything on that machine stands still, and takes connections nobody answers; then it wakes up."""
    leader = city.leader()
    leader.tell_all(signal.SIGSTOP)
    return lambda: leader.tell_all(signal.SIGCONT)


def leader_cut_off(city: City) -> Repair:
    """The leader alone on the other side of a cut; clients are with the greater part."""
    leader = city.leader()
    leader.stand(BEYOND)
    return lambda: leader.stand(HERE)


def greater_part_cut_off(city: City) -> Repair:
    """Clients and the leader on the lesser side of a cut: nobody there may record; then the cable is mended."""
    leader = city.leader()
    away = [city.machines[name] for name in DATABASES if name != leader.name]
    for machine in away:
        machine.stand(BEYOND)
    time.sleep(CUT)
    for machine in away:
        machine.stand(HERE)
    return nothing_to_mend


def dead_follower(city: City) -> Repair:
    """The machine that has each commit before it is answered loses its power."""
    follower = city.follower()
    follower.die()
    return lambda: city.start_database(follower.name)


def etcd_member_lost(city: City) -> Repair:
    """The leading member of etcd is killed; databases live."""
    machine = city.etcd_leader()
    machine.kill("etcd")
    return lambda: city.start_etcd(machine)


def dead_application(city: City) -> Repair:
    """One of the machines with a server and a worker loses its power."""
    city.machines[APPLICATIONS[0]].die()
    return lambda: city.start_application(APPLICATIONS[0])


def rolling_upgrade(city: City) -> Repair:
    """A newer version with one more migration, on one application after the other."""
    newer = city.folder / "newer"
    package = Path(siantar.__file__).parent
    shutil.copytree(package, newer / "siantar", ignore=shutil.ignore_patterns("__pycache__"))
    migrations = newer / "siantar/casework/migrations"
    last = max(file.stem for file in migrations.glob("[0-9]*.py"))
    (migrations / f"{int(last[:4]) + 1:04}_cluster_trial.py").write_text(TRIAL.format(before=last))
    for name in APPLICATIONS:
        city.code[name] = str(newer)
        if name == APPLICATIONS[0]:
            city.command(name, "migrate", "--verbosity", "0")
        for program in ("serve", "work"):
            city.machines[name].stop(program)
        city.start_siantar(name)
        wait_for(lambda name=name: city.is_ready(name), f"{name} with the newer version")
    return nothing_to_mend


EVERY: dict[str, Callable[[City], Repair]] = {
    fault.__name__: fault
    for fault in (
        dead_leader, frozen_leader, leader_cut_off, greater_part_cut_off, dead_follower, etcd_member_lost,
        dead_application, rolling_upgrade,
    )
}  # fmt: skip
