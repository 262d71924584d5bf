"""The registry's part of the outward interface (开放接口): lists, objects, values, the archive."""

from ninja import Router

from bihuan.registry.api.archive import router as archive
from bihuan.registry.api.bulk import router as bulk
from bihuan.registry.api.device import router as device
from bihuan.registry.api.district import router as district
from bihuan.registry.api.enterprise import router as enterprise
from bihuan.registry.api.listed import list_router
from bihuan.registry.api.point import router as point
from bihuan.registry.api.value import router as value

router = Router()
for part in (district, enterprise, point, device):
    router.add_router("", part)
router.add_router("", list_router())
router.add_router("/values", value)
router.add_router("/values", bulk)
router.add_router("/registry", archive)

__all__ = ["router"]
