"""Coordinates of a file in whatever datum, turned on the way in (坐标换算)."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bihuan.registry.coordinate import Datum, to_wgs84
from bihuan.registry.exchange.sheet import Draft, Sheet

STATED = "place_datum"
"""The column that says in which datum the row's coordinates are."""

TURNED = frozenset({Datum.GCJ02, Datum.BD09})
DECIMALS = 7


def turn_places(sheet: Sheet, drafts: Sequence[Draft], *, otherwise: str) -> None:
    """Turn longitude and latitude to CGCS2000 where the file gives another datum, and keep which.

    Args:
        sheet: one without a column of datum is left alone.
        drafts: as read; each that is turned says so in the preview.
        otherwise: datum of rows that state none; empty for CGCS2000 that nobody asserted.
    """
    if STATED not in sheet.titles:
        return
    turning: dict[Datum, list[Draft]] = defaultdict(list)
    for draft in drafts:
        stated = draft.take(STATED) or otherwise
        if not stated or ("longitude" not in draft.given and "latitude" not in draft.given):
            continue
        place = draft.values.get("longitude"), draft.values.get("latitude")
        if place == (None, None):
            continue
        draft.values.setdefault("datum", stated)
        if Datum(stated) not in TURNED:
            continue
        if None in place:
            draft.bad("longitude", f"只有经度或只有纬度，无法由 {stated} 换算")
        else:
            turning[Datum(stated)].append(draft)
    for datum, some in turning.items():
        _turn(datum, some)


def _turn(datum: Datum, drafts: Sequence[Draft]) -> None:
    given = np.array([(one.values["longitude"], one.values["latitude"]) for one in drafts])
    east, north = to_wgs84(given[:, 0], given[:, 1], datum)
    for draft, before, x, y in zip(
        drafts, given, east.round(DECIMALS).tolist(), north.round(DECIMALS).tolist(), strict=True
    ):
        draft.values |= {"longitude": x, "latitude": y}
        draft.note(
            "longitude",
            f"{datum} 坐标（{before[0]:g}，{before[1]:g}）已换算为 CGCS2000（{x:g}，{y:g}）",
        )
