"""Everything the description of the API allows, and much that it does not: never a 500, always as described."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.project.wsgi import application
from tests.clock import CLOCK
from tests.people import given_file, given_on_the_road, given_town

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(autouse=True)
def one_connection():
    """The server closes its connection after each request; here all of them share the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def tokens(db):
    """One token per role, and files that may be met."""
    town = given_town()
    numbers = [given_file(town).receipt_number, given_on_the_road(town).receipt_number]
    people = ("loket", "penghubung", "dukcapil", "kurir1", "camat")
    return [issue_token(User.objects.get(username=name), CLOCK.at) for name in people], numbers


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_server(case, tokens):
    issued, numbers = tokens
    if "typed" in case.path_parameters and len(json.dumps(case.query, default=str)) % 2:
        case.path_parameters["typed"] = numbers[len(case.path_parameters["typed"]) % 2]
    token = issued[len(repr(case.body)) % len(issued)]
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
