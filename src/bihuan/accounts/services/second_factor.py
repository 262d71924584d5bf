"""The second factor: a code that changes every half minute (动态口令, TOTP), and recovery codes."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

import segno
from django.db import transaction
from django_otp import match_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from bihuan.accounts.acts import Act
from bihuan.accounts.models import User
from bihuan.accounts.services.audit import record_act
from bihuan.accounts.services.post import require_security

RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person scans or types to bind an authenticator (绑定动态口令)."""

    picture: str
    secret: str


def has_factor(user: User) -> bool:
    """Whether an authenticator is bound."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def begin_enrolment(user: User) -> Enrolment:
    """A new secret that counts once a code from it was typed; asked again it is the same."""
    device, _ = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "动态口令"}
    )
    picture = segno.make(device.config_url, micro=False).svg_inline(scale=4, border=2)
    return Enrolment(str(picture), _secret(device))


@transaction.atomic
def confirm_enrolment(user: User, code: str, *, now: datetime) -> list[str] | None:
    """Bind the authenticator if the code is right (绑定动态口令).

    Returns:
        The recovery codes, told this once; None for a wrong code.
    """
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(code):
        return None
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record_act(user=user, action=Act.ENROL_FACTOR, object=user, now=now)
    return _new_recovery_codes(user)


def pass_factor(user: User, code: str, *, now: datetime) -> Device | None:
    """The device that knows this code, which is then used up (动态口令验证); None for a wrong one.

    django-otp slows down whoever guesses.
    """
    device: Device | None = match_token(user, code)
    used_recovery = isinstance(device, StaticDevice)
    record_act(
        user=user,
        action=Act.USE_RECOVERY if used_recovery else Act.PASS_FACTOR,
        object=user,
        now=now,
        succeeded=device is not None,
    )
    return device


@transaction.atomic
def remove_factor(person: User, *, by: User | None, now: datetime) -> None:
    """Unbind a person's authenticator, who lost it (解除动态口令).

    Raises:
        NotYours: `by` is no security administrator, or it is his own.
    """
    require_security(person, by)
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    record_act(user=by, action=Act.REMOVE_FACTOR, object=person, now=now)


def _new_recovery_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="恢复码", confirmed=True)
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _secret(device: TOTPDevice) -> str:
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
