"""The bill of materials as a page (软件物料清单)."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from bihuan.accounts.models import User
from bihuan.accounts.roles import AUTHORITIES, Role
from bihuan.main.bill_of_materials import parts
from bihuan.ui.pages import render_page
from bihuan.ui.request import PageRequest

MAY_SEE = AUTHORITIES | {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.SERVICE}


def may_see_materials(user: object) -> bool:
    """Whether licences are this person's business: administrators and the customer."""
    return isinstance(user, User) and user.is_authenticated and user.may_act_as(MAY_SEE)


def materials(request: PageRequest) -> HttpResponse:
    """Every package with version and licence (软件物料清单)."""
    if not may_see_materials(request.user):
        raise PermissionDenied("软件物料清单供管理员和甲方管理人员查看")
    found = parts()
    context = {"parts": found, "counts": Counter(part.leave for part in found).most_common()}
    return render_page(request, "main/materials.html", context)
