"""Events and what stands around them for programs (监测预警接口)."""

from ninja import Router

from bihuan.watch.api.duty import router as duty
from bihuan.watch.api.event import router as event
from bihuan.watch.api.quiet import router as quiet

router = Router()
for part in (event, quiet, duty):
    router.add_router("", part)

__all__ = ["router"]
