"""Drives of mobile monitoring are taken in (走航导入)."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction

from bihuan.accounts.models import District, User
from bihuan.accounts.services import record_act
from bihuan.air.acts import Act
from bihuan.air.models import Drive
from bihuan.air.permission import MAY_WRITE, require_district
from bihuan.air.series.drive_table import readings_of
from bihuan.documents.services.file import enter_file, lay_down
from bihuan.registry.coordinate import Datum


def take_drive(
    file: BinaryIO, *, name: str, told: dict[str, Any], district: District, by: User, now: datetime
) -> Drive:
    """Keep a file of readings and what it holds (导入走航); the file itself stays as it is.

    Args:
        told: title, mode, vehicle, instrument, delay_s, datum, note.

    Raises:
        NotYours: the district lies outside the person's posts.
        UnreadableDrive, RefusedFile, NotStored: nothing was written.
    """
    require_district(district, by, MAY_WRITE)
    content = file.read()
    found = readings_of(content, datum=Datum(told["datum"]), delay_s=told["delay_s"])
    laid = lay_down(BytesIO(content), name=name, by=by, now=now)
    with transaction.atomic():
        made = Drive.objects.create(
            **told,
            district=district,
            file=enter_file(laid),
            items=[{"name": one, "unit": unit} for one, unit in found.units.items()],
            start=datetime.fromtimestamp(int(found.at[0]) / 1000, UTC),
            end=datetime.fromtimestamp(int(found.at[-1]) / 1000, UTC),
            readings=len(found.at),
            unplaced=found.unplaced,
            length_km=round(found.length_km, 2),
            by=by,
            at=now,
        )
        detail = {"title": made.title, "readings": made.readings}
        record_act(user=by, action=Act.TAKE_DRIVE, object=made, now=now, detail=detail)
    return made
