"""Whether a member of staff has a second factor, as the login library keeps it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from siantar.directory.models import User

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(user: User) -> bool:
    """Whether a code from the phone or a passkey is asked of this person at login, in whichever office that is."""
    return bool(Authenticator.objects.filter(user=user.works_from_id or user.pk, type__in=_FACTORS).exists())


def is_setting_up(user: User) -> bool:
    """Whether there is none yet, or the recovery codes that come with it were not seen."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return not has_one(user) or (codes is not None and not codes.wrap().did_view)
