"""How people are shown; load with ``{% load people %}``."""

from datetime import date, timedelta

from django import template
from django.utils.timezone import localtime

from bihuan.accounts import systems
from bihuan.accounts.export import Content
from bihuan.accounts.masking import masked_phone
from bihuan.accounts.models import ExportRequest, Post, User

register = template.Library()


@register.filter
def phone(person: User) -> str:
    """The telephone number with its middle covered."""
    return masked_phone(person.phone)


@register.filter
def last_day(row: User | Post) -> date | None:
    """The last day that an account or a post counts."""
    end = row.valid_until if isinstance(row, User) else row.end
    return localtime(end - timedelta(seconds=1)).date() if end else None


@register.filter
def system_names(post: Post) -> str:
    """The systems that a post is limited to."""
    return systems.words(post.systems)


@register.filter
def content_names(request: ExportRequest) -> str:
    """What a requested file holds, in words."""
    return "、".join(Content(one).label for one in request.contents)
