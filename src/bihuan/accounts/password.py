"""Rules of passwords (口令规则) as Django's validators; how strict they are is a dated setting."""

import re
import secrets
import string

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.policy import PASSWORD_HISTORY, PASSWORD_KINDS, PASSWORD_LENGTH
from bihuan.accounts.queries.setting import setting_at

KINDS = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[^A-Za-z0-9]")
RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
WEAK_WORDS = ("password", "admin", "bihuan", "huanbao", "shengtai", "woaini", "mima")
RUN = 4
FIRST_LENGTH = 14
UNMISTAKABLE = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lIio")))


def kinds_in(password: str) -> int:
    """How many of the four kinds of characters a password has.

    >>> kinds_in("abcABC12")
    3
    """
    return sum(bool(re.search(kind, password)) for kind in KINDS)


def weakness(password: str) -> str:
    """What makes a password easy to guess (弱口令), or nothing.

    >>> weakness("Xk-1234-vvqP"), weakness("Tr9-wZ6-pQ2x")
    ('含有连续字符“1234”', '')
    """
    lower = password.lower()
    for run in RUNS:
        for ordered in (run, run[::-1]):
            for start in range(len(ordered) - RUN + 1):
                if (part := ordered[start : start + RUN]) in lower:
                    return f"含有连续字符“{part}”"
    if repeated := re.search(r"(.)\1{3,}", lower):
        return f"含有重复字符“{repeated.group()}”"
    bare = re.sub(r"[^a-z]", "", lower.translate(str.maketrans("@013$5", "aoless")))
    if len(bare) and (word := next((word for word in WEAK_WORDS if bare == word), "")):
        return f"只是常见词“{word}”的变化"
    return ""


def first_password() -> str:
    """A random password for a new account (初始密码), without characters that look alike.

    >>> len(first_password()), kinds_in(first_password()) >= 3
    (14, True)
    """
    while True:
        drawn = "".join(secrets.choice(UNMISTAKABLE) for _ in range(FIRST_LENGTH - 2))
        password = f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
        if kinds_in(password) == len(KINDS) and not weakness(password):
            return password


class LengthValidator:
    """At least so many characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a short one."""
        least = setting_at(PASSWORD_LENGTH, timezone.now())
        if len(password) < least:
            raise ValidationError(f"密码太短，至少 {least} 位。", code="short")

    def get_help_text(self) -> str:
        """For the form."""
        return f"至少 {setting_at(PASSWORD_LENGTH, timezone.now())} 位。"


class KindsValidator:
    """At least so many kinds of characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a plain one."""
        least = setting_at(PASSWORD_KINDS, timezone.now())
        if kinds_in(password) < least:
            raise ValidationError(
                f"密码须含大写字母、小写字母、数字、符号中至少 {least} 种。", code="kinds"
            )

    def get_help_text(self) -> str:
        """For the form."""
        least = setting_at(PASSWORD_KINDS, timezone.now())
        return f"含大写字母、小写字母、数字、符号中至少 {least} 种。"


class WeakListValidator:
    """Not on the list of common passwords, no run along the keyboard, no known word."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse one that is easily guessed."""
        if because := weakness(password):
            raise ValidationError(f"密码太弱：{because}。", code="weak")
        try:
            CommonPasswordValidator().validate(password)
        except ValidationError as error:
            raise ValidationError("密码太弱：在常见密码清单中。", code="weak") from error

    def get_help_text(self) -> str:
        """For the form."""
        return "不用连续、重复的字符和常见密码。"


class HistoryValidator:
    """None of the last so many."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse one that the account had."""
        count = setting_at(PASSWORD_HISTORY, timezone.now())
        if user is None or user.pk is None or not count:
            return
        records = user.password_records.values_list("password", flat=True)[:count]
        if any(check_password(password, used) for used in {user.password, *records} if used):
            raise ValidationError(f"不能与最近 {count} 次使用的密码相同。", code="history")

    def get_help_text(self) -> str:
        """For the form."""
        return f"不与最近 {setting_at(PASSWORD_HISTORY, timezone.now())} 次使用的密码相同。"
