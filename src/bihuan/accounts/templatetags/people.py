"""How people are shown; load with ``{% load people %}``."""

from datetime import date, timedelta

from django import template
from django.apps import apps
from django.utils.timezone import localtime

from bihuan.accounts import systems
from bihuan.accounts.export import Content
from bihuan.accounts.masking import masked_phone
from bihuan.accounts.models import ExportRequest, Post, User

register = template.Library()

DETAILS = {
    "path": "地址",
    "method": "方式",
    "because": "原因",
    "reason": "原因",
    "file": "文件",
    "sha256": "文件指纹",
    "counts": "计数",
    "rows": "行数",
    "raised": "创建",
    "faulty": "有问题",
    "number": "编号",
    "note": "说明",
    "on": "启用",
    "before": "原值",
    "after": "新值",
    "filters": "筛选",
    "sheet": "数据表",
    "role": "岗位",
    "district": "行政区划",
}
"""What rooms note beside an act, in words; a name that is not here is shown as it is."""


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


@register.filter
def kind_title(label: str) -> str:
    """What a kind of object is called (对象类型); of a room that is gone its code."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


@register.filter
def detail_title(name: str) -> str:
    """What a detail of an act is called."""
    return DETAILS.get(name, name)
