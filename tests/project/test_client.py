"""The typed client is built by one command and speaks with a real server: shapes in, shapes out, problems as problems."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile

import pytest

from tests.project import fresh
from tests.project.test_backup import ON_POSTGRESQL
from tests.support import client
from tests.support.ports import free_port

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="the client is the same")
PROGRAM = """
import json, sys
from siantar_client import AuthenticatedClient, Client
from siantar_client.api.core import list_services
from siantar_client.api.oauth import short_token
from siantar_client.api.webhooks import end_subscription, list_subscriptions, subscribe
from siantar_client.models import NewWebhookOut, ProblemOut, ServicesOut, ShortTokenBody, ShortTokenBodyGrantType, WebhookIn

url, token, mark = sys.argv[1:]
heard = {}
with Client(base_url=url) as anybody:
    services = list_services.sync(client=anybody)
    assert isinstance(services, ServicesOut) and services.items[0].requirements is not None
    heard["services"] = [service.code for service in services.items]
    body = ShortTokenBody(ShortTokenBodyGrantType.CLIENT_CREDENTIALS, client_id=mark, client_secret=token)
    short = short_token.sync(client=anybody, body=body)
with AuthenticatedClient(base_url=url, token="wrong") as stranger:
    problem = list_subscriptions.sync(client=stranger)
    assert isinstance(problem, ProblemOut)
    heard["stranger"] = [problem.status, problem.code]
with AuthenticatedClient(base_url=url, token=short.access_token) as system:
    new = subscribe.sync(client=system, body=WebhookIn(url="http://127.0.0.1:9/kabar"))
    assert isinstance(new, NewWebhookOut)
    heard["secret"] = new.secret[:6]
    heard["listed"] = [str(each.id) for each in list_subscriptions.sync(client=system).items] == [str(new.id)]
    heard["ended"] = end_subscription.sync_detailed(new.id, client=system).status_code
    wrong = subscribe.sync(client=system, body=WebhookIn(url="bukan alamat"))
    heard["wrong"] = [wrong.status, wrong.errors[0].field]
print(json.dumps(heard))
"""


def test_it_is_small_typed_and_speaks_with_a_server(tmp_path):
    wheel = client.build(client.described(), tmp_path / "dist")
    names = zipfile.ZipFile(wheel).namelist()
    assert "siantar_client/py.typed" in names and wheel.stat().st_size < 300_000
    assert any(name.endswith("licenses/LICENSE") for name in names)
    office = tmp_path / "kantor"
    office.mkdir()
    fresh.set_up(office)
    token = fresh.run(office, "token", "rina.kartika").stdout.split()[0]
    mark = fresh.run(office, "token", "rina.kartika", "--daftar").stdout.split()[0]
    with fresh.served(office, free_port(), SIANTAR_OUTBOUND_ALLOW="127.0.0.1") as url:
        command = [str(client.tools()), "-c", PROGRAM, url, token, mark]
        environment = {**os.environ, "PYTHONPATH": str(wheel)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout)
    assert "ktp-el-hilang" in heard.pop("services")
    assert heard == {
        "stranger": [401, "unauthenticated"], "secret": "whsec_", "listed": True, "ended": 204, "wrong": [422, "url"],
    }  # fmt: skip


def test_the_description_is_simplified_for_it_and_nothing_else():
    before = client.described()
    text = json.dumps(before)
    plain = client.simplified(before)
    assert json.dumps(before) == text
    assert set(plain["paths"]) == set(before["paths"]) and "application/pdf" not in json.dumps(plain)
    names = [operation["operationId"] for methods in plain["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names) and "list_services" in names
    assert plain["components"]["schemas"].keys() == before["components"]["schemas"].keys()
