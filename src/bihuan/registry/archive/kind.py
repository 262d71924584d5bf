"""Which models an archive holds, in the order in which they can be written again."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, Model

from bihuan.registry.archive.beside import models_beside

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "registry.devicestate": "设备运行状态",
        "registry.gatewaycounter": "网关计数",
        "registry.processheartbeat": "进程心跳",
        "registry.directoryversion": "设备目录版本",
        "registry.searchentry": "检索索引，由台账重建",
        "registry.importrun": "导入批次",
        "registry.devicecommand": "反控命令记录",
        "registry.linkgap": "通信中断记录",
        "registry.quarantineddevice": "未登记设备",
        "registry.pushsource": "推送来源，密钥不随档案导出，须重新建立",
        "registry.pushsource_points": "推送来源的监测点",
        "registry.interfacestate": "接口运行状态",
        "registry.interfacerun": "接口运行记录",
        "registry.takenfile": "接口已收文件",
    }
)
"""What is no registry: the running platform's own notes, and why it stays behind."""

SECRET = frozenset({"password_hash", "key_hash", "sealed"})
"""Columns that never leave the platform: an archive only says whether there was something."""

MASK = "!"
"""Stands for a secret; brought back it fits no password, so that nothing is open by mistake."""

ACCOUNTS = ("accounts.district", "accounts.organisation")
PERSON = "accounts.user"
HISTORY = "registry.changerecord"
"""Comes last: whether a change is somebody's to see is told by the object that changed."""


def archived_models() -> list[type[Model]]:
    """Every model of the registry that is not left out, each behind those that it refers to.

    A model that a later version adds is part of the archive by itself; what rooms above keep
    about objects of the ledger, such as photographs, they have handed in.
    """
    found = [apps.get_model(label) for label in (*ACCOUNTS, *models_beside())]
    for model in apps.get_app_config("registry").get_models(include_auto_created=True):
        if model._meta.label_lower not in LEFT_OUT and not _holds_bytes(model):
            found.append(model)
    found.sort(key=lambda model: model._meta.label_lower == HISTORY)
    return list(_in_order(found))


def columns_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """The columns of a model that an archive holds.

    References to people are kept as their login name, references to what is not archived not
    at all.
    """
    kept = {one._meta.label_lower for one in archived_models()} | {PERSON}
    return [field for field in model._meta.concrete_fields if not _leads_out(field, kept)]


def is_person(field: "Field[Any, Any]") -> bool:
    """Whether a column refers to a person."""
    return isinstance(field, ForeignKey) and _target(field) == PERSON


def _leads_out(field: "Field[Any, Any]", kept: set[str]) -> bool:
    return isinstance(field, ForeignKey) and _target(field) not in kept


def _target(field: "ForeignKey[Any, Any]") -> str:
    return str(field.remote_field.model._meta.label_lower)


def _holds_bytes(model: type[Model]) -> bool:
    return any(isinstance(field, BinaryField) for field in model._meta.concrete_fields)


def _in_order(models: list[type[Model]]) -> Iterator[type[Model]]:
    waiting, labels = list(models), {model._meta.label_lower for model in models}
    while waiting:
        ready = next(model for model in waiting if not _needs(model) & labels)
        waiting.remove(ready)
        labels.discard(ready._meta.label_lower)
        yield ready


def _needs(model: type[Model]) -> set[str]:
    own = model._meta.label_lower
    keys = (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
    return {_target(field) for field in keys} - {own}
