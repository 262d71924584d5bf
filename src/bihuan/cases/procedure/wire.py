"""A procedure as plain data (JSON) and back; the file form for import and export."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bihuan.cases.procedure.document import Procedure, ProcedureError


def as_data(value: Any) -> Any:
    """Plain lists, dicts, texts and numbers; what equals its default is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: as_data(getattr(value, item.name))
            for item in fields(value)
            if getattr(value, item.name) not in (None, "", (), {}, 0, False)
        }
    if isinstance(value, Mapping):
        return {as_data(key): as_data(content) for key, content in value.items()}
    if isinstance(value, tuple):
        return [as_data(content) for content in value]
    return value.value if isinstance(value, Enum) else value


def procedure_from(data: Any) -> Procedure:
    """The procedure that plain data describe.

    Raises:
        ProcedureError: a name is unknown or missing, or a value of the wrong kind; the sentence
            says where.
    """
    procedure = _read(data, Procedure, "流程")
    assert isinstance(procedure, Procedure)
    return procedure


def _read(data: Any, kind: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(item for item in get_args(kind) if item is not type(None))
        return None if data is None else _read(data, inner, where)
    if origin is tuple:
        return _read_list(data, get_args(kind)[0], where)
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping(data, get_args(kind), where)
    if is_dataclass(kind):
        return _read_record(data, kind, where)
    return _read_plain(data, kind, where)


def _read_list(data: Any, kind: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise ProcedureError(f"{where}：应为列表")
    return tuple(_read(item, kind, f"{where}[{place}]") for place, item in enumerate(data, 1))


def _read_mapping(data: Any, kinds: tuple[Any, Any], where: str) -> dict[Any, Any]:
    if not isinstance(data, dict):
        raise ProcedureError(f"{where}：应为对照表")
    key_kind, value_kind = kinds
    return {
        _read(key, key_kind, where): _read(value, value_kind, f"{where}.{key}")
        for key, value in data.items()
    }


def _read_record(data: Any, kind: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise ProcedureError(f"{where}：应为对象")
    hints = _hints(kind)
    unknown = sorted(set(data) - set(hints))
    if unknown:
        raise ProcedureError(f"{where}：不认识的项 {'、'.join(unknown)}")
    values = {name: _read(data[name], hints[name], f"{where}.{name}") for name in data}
    try:
        return kind(**values)
    except TypeError as error:
        raise ProcedureError(f"{where}：缺少必填项（{error}）") from error
    except ValueError as error:
        raise ProcedureError(f"{where}：{error}") from error


def _read_plain(data: Any, kind: Any, where: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(data)
        except ValueError:
            allowed = "、".join(str(item.value) for item in kind)
            raise ProcedureError(f"{where}：{data!r} 应为 {allowed} 之一") from None
    if type(data) is not kind:
        raise ProcedureError(f"{where}：{data!r} 的类型不对")
    return data


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
