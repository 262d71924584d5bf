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
    "title": "标题",
    "state": "状态",
    "person": "人员",
    "kind": "类型",
    "factor": "因子",
    "point": "点位",
    "points": "点位",
    "form": "格式",
    "code": "代码",
    "act": "动作",
    "step": "步骤",
    "year": "年份",
    "why": "用途",
    "what": "内容",
    "value": "值",
    "start": "开始",
    "end": "结束",
    "source": "来源",
    "serial": "序号",
    "mn": "设备编号",
    "list": "台账",
    "is_active": "启用",
    "active": "启用",
    "fields": "字段",
    "work": "维护内容",
    "planned_end": "计划结束",
    "result": "结果",
    "withdrawn": "已撤销",
    "virus": "病毒",
    "verdict": "结论",
    "finding": "研判结论",
    "text": "内容",
    "target": "导出地址",
    "purpose": "用途",
    "contents": "数据内容",
    "approval": "审批编号",
    "system_code": "系统编码",
    "wire_code": "报文编码",
    "systems": "限定系统",
    "spells": "办公时间",
    "setting": "配置项",
    "settings": "设置",
    "secrets": "密钥",
    "scopes": "授权范围",
    "roles": "岗位",
    "least": "至少人数",
    "members": "成员",
    "notice_days": "提前工作日",
    "effective_on": "变更日期",
    "recipient": "接收人",
    "period": "时段",
    "parameters": "参数",
    "hours": "小时数",
    "days": "天数",
    "digest": "摘要",
    "credit_code": "信用代码",
    "command": "命令",
    "changes": "变更",
    "case": "事项",
    "since": "起始",
    "total": "合计",
    "added": "新增",
    "accepted": "已接收",
    "late": "迟到",
    "group": "分组",
    "object": "对象",
    "item": "项目",
    "items": "项目",
    "kinds": "类型",
    "values": "数据",
    "old": "原值",
    "new": "新值",
    "meaning": "含义",
    "problem": "问题",
    "paragraph": "段落",
    "request_id": "请求编码",
    "scale": "倍率",
    "field": "字段",
    "figures": "数据项",
    "first": "起始",
    "prefix": "前缀",
    "content": "内容",
    "on_behalf": "代录",
    "is_new": "新增",
    "equal": "一致",
    "unequal": "不一致",
    "asked": "申请",
    "answer": "答复",
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
