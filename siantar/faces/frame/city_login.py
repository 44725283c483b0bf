"""Login by the city's directory (OpenID Connect) through the login library: only who was bound, and nothing is kept.

The directory says who somebody is; whether they may come in, as what, and with which second factor stays ours.
"""

from __future__ import annotations

import logging
from typing import Any, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from siantar.directory import audit
from siantar.directory.city_login import PROVIDER
from siantar.faces.frame.staff_access import everyone
from siantar.rules.audit import Audited

log = logging.getLogger("siantar.login")


class CheckedTokens(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The ID token is checked by its signature always: the library would trust the line it came by."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        if config["issuer"].rstrip("/") != settings.SIANTAR_OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the directory names another issuer than the settings")
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token, keys_url=config["jwks_uri"], issuer=config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk, verify_signature=True,
        )  # fmt: skip
        return decoded

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **more: Any) -> Any:
        """Who the ID token names. Raises OAuth2Error where none came: what else the directory says is not asked."""
        if not more["response"].get("id_token"):
            raise OAuth2Error("no ID token")
        return super().complete_login(request, app, token, **more)


class CityDirectory(OpenIDConnectProvider):  # type: ignore[misc]
    """The directory of the settings: its subject alone is read, and nothing of its claims is stored."""

    oauth2_adapter_class = CheckedTokens

    def get_default_scope(self) -> list[str]:
        """No name, no e-mail: we have them, and they prove nothing."""
        return ["openid"]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing."""
        del data
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        """Nothing."""
        del data
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        """None: nobody is found by an e-mail address."""
        del data
        return []


class BoundOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who is bound comes in; accounts are neither made nor found in any other way."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> CityDirectory:
        """The directory. Raises SocialApp.DoesNotExist where none is set up.

        By `client_id` it is asked for while a login waits for our own code; where the settings name another directory
        by then, or none, nothing waits any more (ValueError, as the library has it).
        """
        apps = self.list_apps(request, PROVIDER, client_id) if settings.SIANTAR_OIDC_ISSUER else []
        if not apps and client_id:
            raise ValueError
        if not apps or (provider != PROVIDER and not client_id):
            raise SocialApp.DoesNotExist
        return CityDirectory(request, app=apps[0])

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse whoever nobody bound, or whose account was closed. Raises ImmediateHttpResponse."""
        if request.user.is_authenticated or not sociallogin.is_existing or not sociallogin.user.is_active:
            whose = sociallogin.user.pk if sociallogin.is_existing else None
            audit.note(Audited.LOGIN_FAILED, at=request.at, whose=whose, door="directory")  # type: ignore[attr-defined]
            refuse(request, _("Akun kota ini belum disambungkan. Minta administrator kantor menyambungkannya."))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        """What went wrong is for the operator; the person reads what to do. Raises ImmediateHttpResponse."""
        del provider
        log.warning("login by the directory failed: %s", type(more.get("exception")).__name__)
        refuse(request, _("Masuk lewat akun kota tidak berhasil. Coba lagi, atau masuk dengan kata sandi."))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up by themselves."""
        del request, sociallogin
        return False


def refuse(request: HttpRequest, words: str) -> NoReturn:
    """Back to the login page with a sentence. Raises ImmediateHttpResponse."""
    raise ImmediateHttpResponse(_sorry(request, words))


def _sorry(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return HttpResponseRedirect(reverse("account_login"))


@everyone
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the directory."""
    return _by(OAuth2LoginView, request, provider_id)


@everyone
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory."""
    return _by(OAuth2CallbackView, request, provider_id)


def _by(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(CheckedTokens(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (requests.RequestException, OAuth2Error, LookupError, ValueError, TypeError) as error:
        log.warning("the directory of the city cannot be used: %s", type(error).__name__)
        return _sorry(request, _("Akun kota sedang tidak dapat dihubungi. Masuk dengan kata sandi, atau coba nanti."))
    return answer
