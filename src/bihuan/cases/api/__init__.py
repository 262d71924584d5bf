"""Cases and their procedures for programs (闭环事项接口)."""

from ninja import Router

from bihuan.cases.api.case import router as case
from bihuan.cases.api.procedure import router as procedure

router = Router()
for part in (case, procedure):
    router.add_router("", part)

__all__ = ["router"]
