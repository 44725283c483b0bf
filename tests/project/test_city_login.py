"""Login by the city's directory: a far end that speaks OpenID Connect over HTTP, and all that it must not be believed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from siantar.directory import city_login
from siantar.directory.models import AuditEntry, User
from siantar.project.configuration import Configuration, UnsafeSetting
from siantar.rules.access import Forbidden
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter
from tests.support.city_directory import ID, SECRET, SUBJECT, Directory

pytestmark = pytest.mark.django_db
START, BACK = "/masuk/kota/kota/", "/masuk/kota/kota/kembali/"


@pytest.fixture
def directory(settings, town):
    far = Directory()
    cache.clear()
    parts = {"oidc_issuer": far.issuer, "oidc_client_id": ID, "oidc_client_secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = Configuration(_env_file=None, **parts).city_directory()
    settings.SIANTAR_OIDC_ISSUER = far.issuer
    yield far
    far.close()


@pytest.fixture
def admin(town):
    user = User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    from siantar.rules.access import Actor

    return Actor(str(user.pk), OFFICE, frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def officer(admin, directory):
    """The counter's officer, bound by the administrator."""
    user = User.objects.get(username="loket")
    assert city_login.bind(user.pk, SUBJECT, by=admin, at=CLOCK.at) == user
    return user


def come_in(client, directory, **changed):
    """Press the button, log in there, come back."""
    away = client.get(START)
    assert away.status_code == 302 and away["Location"].startswith(f"{directory.issuer}/auth?")
    return client.get(f"{BACK}?{urlencode(directory.authorised(away['Location']) | changed)}")


def is_in(client) -> bool:
    return client.get("/loket/").status_code == 200


def test_who_is_bound_comes_in_by_code_pkce_and_a_signed_token_with_our_own_roles(client, directory, officer):
    assert "Masuk dengan akun kota" in client.get("/masuk/").content.decode()
    assert come_in(client, directory)["Location"] == "/mulai/"
    assert is_in(client)
    (question,) = directory.questions
    assert (question["scope"], question["response_type"], question["code_challenge_method"]) == ("openid", "code", "S256")
    assert AuditEntry.objects.filter(what="logged_in", whose=officer.pk).exists()
    assert AuditEntry.objects.filter(what="directory_bound", whose=officer.pk).exists()
    officer.refresh_from_db()
    assert officer.roles == [Role.COUNTER]


def test_nothing_that_the_directory_says_of_somebody_is_kept(client, directory, officer):
    directory.claims = {"email": "budi@kota.go.id", "name": "Budi Rahasia", "roles": ["admin"], "is_superuser": True}
    come_in(client, directory)
    assert is_in(client)
    account = SocialAccount.objects.get()
    assert account.extra_data == {} and not SocialToken.objects.exists()
    fresh = User.objects.get(pk=officer.pk)
    assert (fresh.email, fresh.get_full_name(), fresh.is_superuser) == (officer.email, officer.get_full_name(), False)


def test_the_same_e_mail_or_name_opens_nothing_and_makes_nobody(client, directory, town):
    User.objects.filter(username="camat").update(email="camat@kota.go.id")
    directory.claims = {"email": "camat@kota.go.id", "email_verified": True, "preferred_username": "camat", "sub": "orang-lain"}
    many = User.objects.count()
    answer = come_in(client, directory)
    assert answer["Location"] == "/masuk/"
    assert "belum disambungkan" in client.get("/masuk/").content.decode()
    assert not is_in(client) and User.objects.count() == many and not SocialAccount.objects.exists()
    assert AuditEntry.objects.get(what="login_failed").more == {"door": "directory"}


@pytest.mark.parametrize(
    "claims",
    [{"aud": "sistem-lain"}, {"iss": "http://127.0.0.1:9"}, {"exp": 1_700_000_000}, {"sub": ""}],
    ids=["audience", "issuer", "expired", "nobody"],
)
def test_a_token_for_another_or_of_another_or_too_old_opens_nothing(client, directory, officer, claims):
    directory.claims = claims
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


def test_a_token_signed_by_another_key_opens_nothing(client, directory, officer):
    directory.signs_with = rsa.generate_private_key(65537, 2048)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


@pytest.mark.parametrize("part", ["id_token", "access_token"])
def test_an_answer_without_a_token_opens_nothing(client, directory, officer, part):
    directory.leaves_out = {part}
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)


def test_a_foreign_state_a_used_code_and_a_cancelled_login_open_nothing(client, directory, officer):
    assert come_in(client, directory, state="dari-orang-lain").status_code < 500 and not is_in(client)
    assert come_in(client, directory, code="tidak-ada").status_code < 500 and not is_in(client)
    away = client.get(START)["Location"]
    state = directory.authorised(away)["state"]
    answer = client.get(f"{BACK}?{urlencode({'error': 'access_denied', 'state': state})}", follow=True)
    assert answer.status_code == 200 and not is_in(client)


def test_who_left_or_was_unbound_comes_in_no_more(client, directory, officer, admin):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)
    User.objects.filter(pk=officer.pk).update(is_active=True)
    city_login.bind(officer.pk, "", by=admin, at=CLOCK.at)
    assert come_in(client, directory)["Location"] == "/masuk/" and not is_in(client)
    assert AuditEntry.objects.filter(what="directory_unbound", whose=officer.pk).count() == 1


def test_our_own_second_factor_is_asked_whatever_the_directory_asked(client, directory, officer):
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": sealed})
    directory.claims = {"amr": ["mfa", "otp"], "acr": "high"}
    assert come_in(client, directory)["Location"].startswith("/masuk/kode/") and not is_in(client)
    assert "Kode enam angka" in client.get("/masuk/kode/").content.decode()
    assert client.post("/masuk/kode/", {"code": "000000"}).status_code == 200 and not is_in(client)


@pytest.mark.parametrize("issuer", ["", "another"])
def test_a_login_that_waits_for_our_code_while_the_settings_change_begins_anew(client, directory, officer, settings, issuer):
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    come_in(client, directory)
    settings.SIANTAR_OIDC_ISSUER = issuer and directory.issuer
    parts = {"oidc_issuer": directory.issuer, "oidc_client_id": issuer, "oidc_client_secret": SECRET} if issuer else {}
    settings.SOCIALACCOUNT_PROVIDERS = Configuration(_env_file=None, **parts).city_directory()
    answer = client.get("/masuk/kode/")
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/") and not is_in(client)


def test_only_the_directory_of_the_settings_has_a_door(client, directory):
    for name in ("openid_connect", "lain"):
        assert client.get(f"/masuk/kota/{name}/").status_code == client.get(f"/masuk/kota/{name}/kembali/").status_code == 404


def test_a_directory_that_is_away_leaves_the_password(client, directory, officer):
    directory.close()
    answer = client.get(START, follow=True)
    assert answer.status_code == 200 and "tidak dapat dihubungi" in answer.content.decode()


def test_without_settings_there_is_no_button_and_no_door(client, town):
    assert "akun kota" not in client.get("/masuk/").content.decode()
    assert client.get(START).status_code == client.get(BACK).status_code == 404


def test_the_administrator_binds_on_a_page_one_subject_to_one_person(client, directory, admin, town):
    enter(client, "admin")
    loket, camat = (User.objects.get(username=name) for name in ("loket", "camat"))
    page = "/akun/pegawai/"
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": f" {SUBJECT} "}).status_code == 302
    assert SocialAccount.objects.get().uid == SUBJECT and "Akun kota tersambung" in client.get(page).content.decode()
    taken = client.post(f"{page}{camat.pk}/kota/", {"subject": SUBJECT})
    assert taken.status_code == 422 and "sudah dipakai akun lain" in taken.content.decode()
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "x" * 192}).status_code == 422
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "lain"}).status_code == 302
    assert SocialAccount.objects.get().uid == "lain"
    dukcapil = User.objects.get(username="dukcapil")
    assert client.post(f"{page}{dukcapil.pk}/kota/", {"subject": "lain2"}).status_code == 404
    enter(client, "loket")
    assert client.post(f"{page}{loket.pk}/kota/", {"subject": "sendiri"}).status_code == 403
    with pytest.raises(Forbidden):
        city_login.bind(loket.pk, "sendiri", by=town.people["loket"], at=CLOCK.at)


@pytest.mark.parametrize(
    "parts",
    [
        {"oidc_issuer": "https://sso.kota.go.id"}, {"oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_issuer": "http://sso.kota.go.id", "oidc_client_id": "x", "oidc_client_secret": "y"},
    ],
)  # fmt: skip
def test_half_a_directory_and_an_open_line_stop_the_start(parts):
    with pytest.raises(UnsafeSetting):
        Configuration(_env_file=None, **parts).city_directory()
