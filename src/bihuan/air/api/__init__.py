"""Judged air for programs (空气质量评价接口): the newest hour, days, places."""

from ninja import Router

from bihuan.air.api.ranking import router as ranking
from bihuan.air.api.reading import router as reading

router = Router()
for part in (reading, ranking):
    router.add_router("/air", part)

__all__ = ["router"]
