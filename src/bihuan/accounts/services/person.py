"""Accounts of people: made, changed, disabled, enabled, given a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from bihuan.accounts.acts import Act
from bihuan.accounts.error import AccountsError
from bihuan.accounts.models import Organisation, PasswordRecord, User
from bihuan.accounts.password import first_password
from bihuan.accounts.policy import DORMANT_DAYS
from bihuan.accounts.queries.setting import setting_at
from bihuan.accounts.roles import Role
from bihuan.accounts.services.audit import record_act
from bihuan.accounts.services.post import require_security


class NameTaken(AccountsError):
    """Somebody already logs in with this name."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person before the account exists (新建账号)."""

    username: str
    name: str
    organisation: Organisation | None = None
    phone: str = ""
    email: str = ""
    valid_until: datetime | None = None


@transaction.atomic
def create_person(given: NewPerson, *, by: User | None, now: datetime) -> tuple[User, str]:
    """Make an account (新建账号); its first password is told once and must be changed.

    Returns:
        The person, and the first password, which is kept nowhere in plain text.

    Raises:
        NameTaken: the user name belongs to somebody, whatever the case of its letters.
        NotYours: `by` is no security administrator.
    """
    if User.objects.filter(username__iexact=given.username).exists():
        raise NameTaken(f"用户名 {given.username} 已被使用")
    user = User(
        username=given.username,
        name=given.name,
        organisation=given.organisation,
        phone=given.phone,
        email=given.email,
        valid_until=given.valid_until,
        date_joined=now,
    )
    require_security(user, by)
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = now
    user.save(force_insert=True)
    record_act(user=by, action=Act.CREATE_PERSON, object=user, now=now)
    return user, password


@transaction.atomic
def change_profile(user: User, *, phone: str, now: datetime) -> None:
    """Change one's own telephone number (修改个人资料); the number itself is not put on record."""
    user.phone = phone
    user.save(update_fields=["phone"])
    record_act(user=user, action=Act.CHANGE_PROFILE, object=user, now=now)


@transaction.atomic
def change_person(person: User, changes: dict[str, Any], *, by: User | None, now: datetime) -> None:
    """Change what is on file of a person (修改账号资料): which fields is put on record.

    Raises:
        NotYours: `by` is no security administrator, or it is his own account.
    """
    require_security(person, by)
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, changes[name])
    if changed:
        person.save(update_fields=changed)
        detail = {"fields": changed}
        record_act(user=by, action=Act.CHANGE_PERSON, object=person, now=now, detail=detail)


@transaction.atomic
def change_password(user: User, password: str, *, now: datetime) -> None:
    """Give one's own account another password (修改登录密码); the old one goes into the history.

    Raises:
        ValidationError: a rule of passwords is broken; the sentences say which.
    """
    validate_password(password, user)
    _set_password(user, password, now=now, must_change=False)
    record_act(user=user, action=Act.CHANGE_PASSWORD, object=user, now=now)


@transaction.atomic
def reset_password(person: User, *, by: User | None, now: datetime) -> str:
    """Give a person a new first password (重置密码), told once; all his sessions end.

    Raises:
        NotYours: `by` is no security administrator, or it is his own account.
    """
    require_security(person, by)
    password = first_password()
    _set_password(person, password, now=now, must_change=True)
    record_act(user=by, action=Act.RESET_PASSWORD, object=person, now=now)
    return password


@transaction.atomic
def disable_person(person: User, *, reason: str, by: User | None, now: datetime) -> None:
    """Close an account (停用账号): its sessions end with the next request; nothing is deleted.

    Raises:
        NotYours: `by` is no security administrator, or it is his own account.
    """
    require_security(person, by)
    person.is_active, person.disabled_at, person.disabled_because = False, now, reason[:200]
    person.save(update_fields=["is_active", "disabled_at", "disabled_because"])
    detail = {"reason": reason}
    record_act(user=by, action=Act.DISABLE_PERSON, object=person, now=now, detail=detail)


@transaction.atomic
def enable_person(person: User, *, reason: str, by: User | None, now: datetime) -> None:
    """Open a closed account again (启用账号).

    It counts as just used, so that the dormant rule does not close it the same night.

    Raises:
        NotYours: `by` is no security administrator, or it is his own account.
    """
    require_security(person, by)
    person.is_active, person.disabled_at, person.disabled_because = True, None, ""
    person.last_login = now
    person.save(update_fields=["is_active", "disabled_at", "disabled_because", "last_login"])
    detail = {"reason": reason}
    record_act(user=by, action=Act.ENABLE_PERSON, object=person, now=now, detail=detail)


def disable_dormant(*, now: datetime) -> Sequence[User]:
    """Close the accounts that nobody has used for long, and those past their term (清理账号).

    Returns:
        Who was closed.
    """
    days = setting_at(DORMANT_DAYS, now)
    expired = Q(valid_until__lte=now)
    rows = User.objects.filter(is_active=True).annotate(used=Coalesce("last_login", "date_joined"))
    dormant = Q(used__lt=now - timedelta(days=days)) if days else Q(pk__in=[])
    spared = User.objects.filter(posts__role=Role.WALL_SCREEN, posts__is_active=True)
    closing = list(rows.filter(expired | (dormant & ~Q(pk__in=spared.values("pk")))))
    for person in closing:
        past = person.valid_until is not None and person.valid_until <= now
        reason = "账号有效期已到" if past else f"连续 {days} 天未登录"
        disable_person(person, reason=reason, by=None, now=now)
    return closing


def _set_password(user: User, password: str, *, now: datetime, must_change: bool) -> None:
    if user.password and is_password_usable(user.password):
        at = user.password_changed_at or user.date_joined
        PasswordRecord.objects.create(user=user, password=user.password, at=at)
    user.set_password(password)
    user.must_change_password, user.password_changed_at = must_change, now
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
