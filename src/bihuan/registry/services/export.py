"""Acts of taking data out of the platform."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bihuan.accounts.export import Content, ExportAsk
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.accounts.services.export import permit_export
from bihuan.registry.acts import Act
from bihuan.registry.models import MonitoringPoint
from bihuan.registry.span import SeriesChoice


def record_export(
    point: MonitoringPoint, *, choice: SeriesChoice, rows: int, by: User, now: datetime
) -> None:
    """Let the values of a point pass, and note who took which out (数据导出留痕)."""
    ask = ExportAsk(f"{point}监测数据", "", frozenset({Content.STATION}), rows)
    permit_export(ask, by=by, now=now)
    detail = {
        "kind": choice.kind.value,
        "factors": list(choice.factors),
        "start": choice.start.isoformat(),
        "end": choice.end.isoformat(),
        "rows": rows,
    }
    record_act(user=by, action=Act.EXPORT_SERIES, object=point, now=now, detail=detail)


def record_bulk(*, points: int, asked: Mapping[str, Any], by: User, now: datetime) -> None:
    """Note who took values of many points through the interface (批量读取留痕)."""
    told = {name: _told(value) for name, value in asked.items() if value}
    detail = {"points": points, **told}
    record_act(user=by, action=Act.READ_BULK, object=None, now=now, detail=detail)


def _told(value: Any) -> Any:
    return value if isinstance(value, list) else getattr(value, "value", None) or str(value)
