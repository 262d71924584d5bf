"""Siting photographs of the demo's stations (选址照片): drawn, each a little different."""

from datetime import datetime
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from bihuan.accounts.models import User
from bihuan.accounts.scope import within
from bihuan.documents.queries import photographed
from bihuan.documents.services.attachment import attach_file
from bihuan.main.demo.county import COUNTY
from bihuan.main.demo.noise import uniform
from bihuan.main.demo.seed import Stream
from bihuan.registry.models import Station, StationClass

SIZE = (640, 480)
CAPTION = "选址照片（演示，绘制）"
PHOTOGRAPHER = "wu"


def enrol_photos(*, now: datetime) -> None:
    """Give every air station of the county a photograph, where it has none."""
    by = User.objects.get(username=PHOTOGRAPHER)
    rows = Station.objects.filter(within("district_id", COUNTY))
    stations = rows.exclude(station_class=StationClass.WEATHER).exclude(
        pk__in=photographed(Station)
    )
    for station in stations.order_by("code"):
        name = f"{station.name}.jpg"
        source = BytesIO(picture(station.code, is_micro=station.station_class == "micro"))
        attach_file(station, source, name=name, caption=CAPTION, by=by, now=now)


def picture(code: str, *, is_micro: bool) -> bytes:
    """A sensor on a mast, or a cabin on a roof, before hills, as JPEG.

    >>> picture("410181M001", is_micro=True) != picture("410181M002", is_micro=True)
    True
    """
    chance = uniform(Stream.EQUIPMENT, 50_000 + sum(map(ord, code)), np.arange(16))
    image = Image.new("RGB", SIZE, (150 + int(60 * chance[0]), 190, 225))
    draw = ImageDraw.Draw(image)
    hills = [(80 * n, 250 + int(90 * chance[n])) for n in range(9)]
    draw.polygon([(0, 480), *hills, (640, 480)], fill=(96, 130 + int(40 * chance[9]), 96))
    for n in range(4):
        left = 40 + 150 * n + int(60 * chance[10 + n])
        top = 280 + int(80 * chance[12 + n % 4])
        draw.rectangle((left, top, left + 90, 480), fill=(172, 164 - 9 * n, 152))
    draw.rectangle((0, 430, 640, 480), fill=(128, 128, 124))
    if is_micro:
        draw.rectangle((312, 190, 320, 440), fill=(70, 70, 74))
        draw.rectangle((286, 210, 346, 290), fill=(240, 242, 244), outline=(60, 60, 60))
    else:
        draw.rectangle((200, 310, 440, 440), fill=(238, 240, 242), outline=(60, 60, 60))
        draw.rectangle((300, 220, 312, 310), fill=(70, 70, 74))
    target = BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()
