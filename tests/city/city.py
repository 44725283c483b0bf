"""A city's cluster from the very files of `deploy/cluster`: three databases, two applications, the front; all real processes."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from deploy.cluster import render
from siantar.clock import shifted
from tests.city.network import OURS, Machine
from tests.clock import MORNING, ahead_of_the_machine
from tests.cluster import binaries
from tests.journeys.conftest import Siantar

DATABASES, APPLICATIONS = ("db1", "db2", "db3"), ("app1", "app2")
NUMBERS = {"db1": 11, "db2": 12, "db3": 13, "app1": 21, "app2": 22}
LONGEST = 120.0
STEADY = 10.0
PORT = 8000
SIANTAR = f"{Path(sys.executable).parent}/siantar"


class City:
    """All machines, and what to ask and do to them."""

    def __init__(self, folder: Path, patroni: Path, *, ttl: int = 20) -> None:
        self.folder, self.patroni, self.ttl = folder, patroni, ttl
        self.machines = {name: Machine(name, number, folder / name) for name, number in NUMBERS.items()}
        self.front = folder / "front"
        self.data = folder / "data"
        self.city = self._list()
        self.code: dict[str, str] = {}  # machine: folder of another version of Siantar
        for name, machine in self.machines.items():
            own = {**self.city, **self._own(machine)}
            render.write(own, name, machine.folder / "conf")
        render.write(self.city, "front", self.front)
        for name in DATABASES:
            _give_to("postgres", self.machines[name].folder)
        for name in APPLICATIONS:
            _give_to("postgres", self.machines[name].folder / "conf")
        (folder / "backup").mkdir()
        _give_to("postgres", folder / "backup")

    def _list(self) -> dict[str, str]:
        example = render.city_of((Path(render.__file__).parent / "city.env").read_text())
        addresses = {name.upper(): machine.address for name, machine in self.machines.items()}
        passwords = {name: secrets.token_hex(16) for name in example if name.startswith("PASSWORD_")}
        mine = {
            "NETWORK": f"{OURS}.0/24", "HOST": "127.0.0.1", "BASE_URL": f"http://127.0.0.1:{PORT}", "FRONT_SCHEME": "http",
            "FRONT_BIND": f"127.0.0.1:{PORT}", "TTL": str(self.ttl), "WATCHDOG": "off", "POSTGRESQL": binaries(),
            "BACKUP_PLACE": str(self.folder / "backup"), "DATA": str(self.data), "FRONT_FOLDER": str(self.front), "SECRET_KEY": secrets.token_hex(32),
            "FIELD_KEYS": f"{secrets.token_hex(32)}:{secrets.token_hex(32)}", "ROOT_KEYS": secrets.token_hex(32),
        }  # fmt: skip
        return {**example, **addresses, **passwords, **mine}

    @staticmethod
    def _own(machine: Machine) -> dict[str, str]:
        """Folders that are standard on a machine of its own, and side by side here."""
        return {
            "DATABASE_FOLDER": f"{machine.folder}/postgresql", "ETCD_FOLDER": f"{machine.folder}/etcd",
            "RUN_FOLDER": str(machine.folder), "POOL_FOLDER": f"{machine.folder}/conf", "BACKUP_FOLDER": f"{machine.folder}/conf",
            "BACKUP_LOGS": str(machine.folder), "BACKUP_LOCKS": f"{machine.folder}/locks",
        }  # fmt: skip

    def start(self) -> None:
        """In the order of the operator's guide."""
        lay_now = [self.machines[name] for name in DATABASES]
        for machine in lay_now:
            self.start_etcd(machine)
        for machine in lay_now:
            self.start_patroni(machine)
        self.wait_whole()
        leader = self.leader()
        sql = (leader.folder / "conf/siantar.sql").read_text()
        leader.run([f"{binaries()}/psql", "-h", str(leader.folder), "-v", "ON_ERROR_STOP=1", "-q"], user="postgres", typed=sql)
        self.pgbackrest(leader, "stanza-create")
        for name in APPLICATIONS:
            self.start_routes(self.machines[name])
        self.command("app1", "demo", "--applications", "0")
        for name in APPLICATIONS:
            self.start_siantar(name)
        self.start_front()

    def start_etcd(self, machine: Machine) -> None:
        machine.start("etcd", ["etcd", f"--config-file={machine.folder}/conf/etcd.yml"], user="postgres")

    def start_patroni(self, machine: Machine) -> None:
        machine.start("patroni", [str(self.patroni), f"{machine.folder}/conf/patroni.yml"], user="postgres", environment=_plain())

    def keep_apart(self) -> None:
        """What a timer does each minute on the database machines."""
        for name in DATABASES:
            self.machines[name].run(["/usr/bin/python3", f"{self.machines[name].folder}/conf/apart.py"])

    def pgbackrest(self, machine: Machine, *words: str) -> str:
        """As the user of the database of this machine."""
        command = ["pgbackrest", f"--config-path={machine.folder}/conf", f"--stanza={self.city['CITY']}", *words]
        return machine.run(command, user="postgres", environment=_plain())

    def back_up(self) -> None:
        """What cron does each night on the database machines: the one that leads makes a backup, the others nothing."""
        for name in DATABASES:
            machine = self.machines[name]
            machine.run(["/usr/bin/python3", f"{machine.folder}/conf/nightly.py"], user="postgres", environment=_plain())

    def start_database(self, name: str) -> None:
        """A database machine that comes back."""
        self.start_etcd(self.machines[name])
        self.start_patroni(self.machines[name])

    def start_routes(self, machine: Machine) -> None:
        conf = machine.folder / "conf"
        machine.start("haproxy", ["haproxy", "-db", "-f", str(conf / "haproxy.cfg")])
        machine.start("pgbouncer", ["pgbouncer", str(conf / "pgbouncer.ini")], user="postgres")

    def start_siantar(self, name: str) -> None:
        machine, environment = self.machines[name], self.environment(name)
        serve = [*self.siantar(name), "serve", "--no-work", "--host", machine.address, "--port", str(PORT), "--workers", "2"]
        machine.start("serve", serve, environment=environment)
        machine.start("work", [*self.siantar(name), "work"], environment=environment)

    def start_application(self, name: str) -> None:
        """An application machine that comes back."""
        self.start_routes(self.machines[name])
        self.start_siantar(name)

    def start_front(self) -> None:
        import subprocess

        with (self.front / "haproxy.log").open("a") as log:
            self._front = subprocess.Popen(
                ["haproxy", "-db", "-f", str(self.front / "haproxy.cfg")], stdout=log, stderr=subprocess.STDOUT
            )

    def end(self) -> None:
        """Everything."""
        with suppress(AttributeError):
            self._front.kill()
            self._front.wait()
        for machine in self.machines.values():
            machine.end()

    # what stands where

    def siantar(self, name: str) -> list[str]:
        return [sys.executable, "-m", "siantar.project"] if name in self.code else [SIANTAR]

    def environment(self, name: str) -> dict[str, str]:
        """What the .env of this machine says; a demo office at a working hour, whatever the hour."""
        said_there = render.city_of((self.machines[name].folder / "conf/siantar.env").read_text())
        trial = {"SIANTAR_DEMO": "1", "SIANTAR_FAST_PASSWORDS": "1", "SIANTAR_CLOCK": str(self.ahead.total_seconds())}
        newer = {"PYTHONPATH": self.code[name]} if name in self.code else {}
        conf = {"PGBACKREST_CONFIG_PATH": f"{self.machines[name].folder}/conf"}
        return {**_plain(), **said_there, **trial, **newer, **conf}

    @property
    def ahead(self) -> Any:
        if not hasattr(self, "_ahead"):
            self._ahead = ahead_of_the_machine(MORNING)
        return self._ahead

    def command(self, name: str, *words: str) -> str:
        """`siantar ...` on this machine."""
        return self.machines[name].run([*self.siantar(name), *words], environment=self.environment(name))

    def home(self) -> Siantar:
        """For who reads the books past everything: at the leader itself."""
        direct = f"postgres://siantar:{self.city['PASSWORD_SIANTAR']}@{self.leader().address}:5432/siantar"
        environment = {**self.environment("app1"), "SIANTAR_DATABASE_URL": direct}
        environment.pop("SIANTAR_DATABASE_POOLED", None)
        environment.pop("SIANTAR_READ_DATABASE_URL", None)
        return Siantar(f"http://127.0.0.1:{PORT}", self.data, environment, shifted(self.ahead))

    def members(self) -> list[dict[str, Any]]:
        """What Patroni says of its cluster; empty where nobody answers."""
        for name in DATABASES:
            with suppress(OSError, ValueError):
                address = f"http://{self.machines[name].address}:8008/cluster"
                answer = json.load(urllib.request.urlopen(address, timeout=2))
                if any(member["role"] == "leader" for member in answer["members"]):
                    return list(answer["members"])
        return []

    def leader(self) -> Machine:
        """The machine that leads."""
        leading: list[Machine] = []

        def somebody() -> bool:
            leading[:] = [self.machines[each["name"]] for each in self.members() if each["role"] == "leader"]
            return bool(leading)

        wait_for(somebody, "a leader")
        return leading[0]

    def follower(self) -> Machine:
        """The one that must have each commit before it is answered."""
        return self.machines[next(each["name"] for each in self.members() if each["role"] == "sync_standby")]

    def is_whole(self) -> bool:
        """One leads, two stream, one of them in step."""
        roles = sorted(each["role"] for each in self.members() if each["state"] in ("running", "streaming"))
        return len(roles) == len(DATABASES) and "leader" in roles and "sync_standby" in roles

    def is_ready(self, name: str) -> bool:
        """Whether this application takes work."""
        with suppress(OSError):
            address = f"http://{self.machines[name].address}:{PORT}/ready"
            return bool(urllib.request.urlopen(urllib.request.Request(address, headers={"Host": "127.0.0.1"}), timeout=5).status == 200)
        return False

    def is_healthy(self) -> bool:
        """Databases in step, and both applications at work."""
        return self.is_whole() and all(self.is_ready(name) for name in APPLICATIONS)

    def wait_whole(self) -> None:
        """Three databases in step, and still so after a while: what Patroni tells may be some seconds old."""
        since = [time.monotonic()]

        def steadily() -> bool:
            if not self.is_whole():
                since[0] = time.monotonic()
            return time.monotonic() - since[0] >= STEADY

        wait_for(steadily, "three databases in step")

    def etcd_leader(self) -> Machine:
        """The machine whose member of etcd leads."""
        for name in DATABASES:
            machine = self.machines[name]
            words = ["etcdctl", f"--endpoints=http://{machine.address}:2379", "endpoint", "status", "-w", "json"]
            status = json.loads(machine.run(words, environment={**_plain(), "ETCDCTL_API": "3"}))[0]["Status"]
            if status["leader"] == status["header"]["member_id"]:
                return machine
        raise AssertionError("etcd has no leader")


def wait_for(true: Callable[[], bool], what: str, seconds: float = LONGEST) -> float:
    """Seconds until it is so. Raises AssertionError."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        if true():
            return time.monotonic() - started
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


def _plain() -> dict[str, str]:
    """Our environment without settings of Siantar."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SIANTAR_", "PATRONI_"))}


def _give_to(user: str, folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
