"""What an installation may set, read from the environment (and a `.env` file); `.env.example` lists all."""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import dj_database_url
from pydantic_settings import BaseSettings, SettingsConfigDict

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was acknowledged is on the disk. NORMAL may lose the last minutes when the power goes.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}
ANSWERS = {  # seconds; milliseconds for tcp_user_timeout
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

TRAINING_MARK = "latihan.txt"  # in the data folder
MARKED = "Folder latihan Siantar: tidak ada berkas sungguhan di sini. Jangan dihapus.\n"
NOT_TRAINING = "{folder} adalah folder latihan. Atur SIANTAR_TRAINING=1, atau SIANTAR_DATA ke folder sungguhan."
NO_TRAINING_FOLDER = (
    "{folder} sudah berisi dan bukan folder latihan, jadi latihan tidak dimulai di sana. "
    "Atur SIANTAR_DATA ke folder lain yang kosong."
)
TRAINS_ALONE = (
    "Latihan memakai SQLite dan kunci di foldernya sendiri. Kosongkan SIANTAR_DATABASE_URL, SIANTAR_READ_DATABASE_URL, "
    "dan SIANTAR_FIELD_KEYS; data sungguhan tidak boleh tersentuh."
)


HALF_A_DIRECTORY = (
    "Untuk masuk lewat direktori kota atur SIANTAR_OIDC_ISSUER (https), SIANTAR_OIDC_CLIENT_ID, dan "
    "SIANTAR_OIDC_CLIENT_SECRET bersama-sama, atau kosongkan ketiganya."
)


class UnsafeSetting(RuntimeError):
    """A setting with which it would be unsafe to start."""


class MissingSetting(UnsafeSetting):
    """A setting without which it would be unsafe to start."""


class Configuration(BaseSettings):
    """Settings with their defaults; names are prefixed with `SIANTAR_`."""

    model_config = SettingsConfigDict(env_prefix="SIANTAR_", env_file=".env", env_ignore_empty=True, extra="ignore")

    data: Path = Path("var")
    database_url: str = ""
    database_pooled: bool = False
    read_database_url: str = ""
    secret_key: str = ""
    field_keys: str = ""
    base_url: str = "http://127.0.0.1:8000"
    allowed_hosts: str = ""
    demo: bool = False
    training: bool = False
    clock: float = 0
    fast_passwords: bool = False
    second_factor: bool | None = None
    idle_minutes: int | None = None
    debug: bool = False
    behind_proxy: bool = False
    road_server: str = ""
    tiles: str = ""
    outbound_allow: str = ""
    backups: Path | None = None
    backups_also: str = ""
    pgbackrest_stanza: str = ""
    root_keys: str = ""
    directory_keys: str = ""
    directory_url: str = ""
    log: Literal["line", "json"] = "line"
    metrics_token: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "akun kota"

    def database(self) -> str:
        """The database address; SQLite in the data folder unless told otherwise."""
        return self.database_url or f"sqlite:///{self.data.resolve()}/siantar.sqlite3"

    def databases(self) -> dict[str, Any]:
        """As Django has them: `default`, and `follower` where one is named that follows it and is read only."""
        named = {"default": self.database(), "follower": self.read_database_url}
        return {alias: _database_at(url, pooled=self.database_pooled) for alias, url in named.items() if url}

    def city_directory(self) -> dict[str, Any]:
        """The city's directory as the login library has it; nothing where none is named.

        Raises UnsafeSetting for a half of it, and for a directory over a line that others can read.
        """
        parts = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if not any(parts):
            return {}
        safe = self.oidc_issuer.startswith(("https://", "http://127.0.0.1:", "http://localhost:"))
        if not all(parts) or not safe:
            raise UnsafeSetting(HALF_A_DIRECTORY)
        app = {
            "provider_id": "kota", "name": self.oidc_name, "client_id": self.oidc_client_id,
            "secret": self.oidc_client_secret,
            "settings": {"server_url": self.oidc_issuer.rstrip("/"), "fetch_userinfo": False},
        }  # fmt: skip
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def hosts(self) -> list[str]:
        """Host names this installation answers to."""
        names = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        return names or ["127.0.0.1", "localhost", "[::1]"]

    def trains(self) -> bool:
        """Whether this is a training installation: SQLite and keys in a folder of its own, which is marked as such.

        Raises UnsafeSetting where the folder is that of a true installation, or the other way round.
        """
        mark = self.data / TRAINING_MARK
        if not self.training:
            if mark.exists():
                raise UnsafeSetting(NOT_TRAINING.format(folder=self.data))
            return False
        if self.database_url or self.read_database_url or self.field_keys:
            raise UnsafeSetting(TRAINS_ALONE)
        if not mark.exists():
            if any(path.name not in {"static", "lost+found"} for path in self.own_folder().iterdir()):
                raise UnsafeSetting(NO_TRAINING_FOLDER.format(folder=self.data))
            mark.write_text(MARKED)
        return True

    def demands_second_factor(self) -> bool:
        """Whether staff need a second factor: outside demo and training, unless the operator says otherwise."""
        return not (self.demo or self.training) if self.second_factor is None else self.second_factor

    def locks_after(self) -> int:
        """After how many minutes without a hand a page of staff locks; 0 never. A demo does not, unless asked to."""
        return (0 if self.demo else 15) if self.idle_minutes is None else max(self.idle_minutes, 0)

    def shows_faults(self) -> bool:
        """Whether pages of faults show the code behind them. Raises UnsafeSetting outside a demo."""
        if self.debug and not self.demo:
            raise UnsafeSetting("SIANTAR_DEBUG hanya untuk kantor demo: halaman galat memuat data. Kosongkan dulu.")
        return self.debug

    def own_folder(self) -> Path:
        """The data folder, there and open to the service alone (a folder of somebody else stays as it is)."""
        self.data.mkdir(parents=True, exist_ok=True)
        if self.data.stat().st_uid == os.getuid():
            self.data.chmod(0o700)
        return self.data

    def clock_ahead(self) -> timedelta:
        """How far the clock of a demo goes ahead (behind, where negative). Raises UnsafeSetting outside a demo."""
        if self.clock and not self.demo:
            raise UnsafeSetting("SIANTAR_CLOCK hanya untuk kantor demo (SIANTAR_DEMO=1). Kosongkan dulu.")
        return timedelta(seconds=self.clock)

    def allowed_outward(self) -> frozenset[str]:
        """Hosts, addresses and networks that requests may reach although they are not public; with the road server."""
        names = {name.strip().lower() for name in self.outbound_allow.split(",")}
        road_server = urlsplit(self.road_server.partition(":")[2]).hostname or ""
        return frozenset((names | {road_server}) - {""})

    def tile_origin(self) -> list[str]:
        """The origin of the operator's tile server, which pages may load pictures from."""
        parts = urlsplit(self.tiles)
        return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []

    def keys(self) -> dict[str, str]:
        """`secret` (sessions), `field`, `index`, `phones`, `push` (hex of 32 bytes each), and what a rotation left.

        Installations older than `phones` and `push` derive these from the first field key.

        From the environment, or from `keys.json` in the data folder, which the demo makes for itself.
        Raises MissingSetting where neither is there.
        """
        if self.secret_key and self.field_keys:
            field, _, index = self.field_keys.partition(":")
            return {"secret": self.secret_key, "field": field, "index": index, "from": "environment"}
        file = self.data / "keys.json"
        if not file.exists():
            if not self.demo:
                raise MissingSetting(
                    "SIANTAR_SECRET_KEY dan SIANTAR_FIELD_KEYS belum diatur. Jalankan `siantar keys` untuk membuat "
                    "keys.json di folder data, atau atur keduanya (lihat .env.example)."
                )
            write_keys(file)
        stored: dict[str, str] = json.loads(file.read_text())
        return {**stored, **({"secret": self.secret_key} if self.secret_key else {})}


def _database_at(url: str, *, pooled: bool) -> dict[str, Any]:
    """An entry of Django's DATABASES. `pooled`: behind a pool that gives each transaction another connection."""
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = dict(SQLITE)
        return database
    # Whoever does not answer is left: libpq would wait for two minutes, TCP for a quarter of an hour.
    database["OPTIONS"] = {**ANSWERS, **({"prepare_threshold": None} if pooled else {}), **database.get("OPTIONS", {})}
    database["DISABLE_SERVER_SIDE_CURSORS"] = pooled
    return database


def write_keys(file: Path) -> None:
    """Make new keys in `file`, readable by its owner only from the first byte on; never overwrites."""
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {"secret": secrets.token_urlsafe(50)} | {
        name: secrets.token_hex(32) for name in ("field", "index", "phones", "push")
    }
    with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        json.dump(keys, out)
