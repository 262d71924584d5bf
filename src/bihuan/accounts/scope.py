"""The one door to rows that belong to a district: `visible_to(user)`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from bihuan.accounts.district_code import code_range
from bihuan.accounts.roles import Role

if TYPE_CHECKING:
    from bihuan.accounts.models import User
    from bihuan.accounts.reach import DataScope

M = TypeVar("M", bound=Model, covariant=True)


def within(path: str, district: str) -> Q:
    """Condition that the code at `path` is this district's or one beneath it (按区划代码前缀)."""
    low, high = code_range(district)
    return Q(**{f"{path}__gte": low, f"{path}__lt": high})


def any_of(conditions: Collection[Q]) -> Q:
    """One condition that holds where any of these holds; none of them: nowhere."""
    return Q(*conditions, _connector=Q.OR) if conditions else Q(pk__in=[])


class ScopedQuerySet(QuerySet[M]):
    """Rows that belong to a district (按行政区划限定的查询).

    A subclass names in `district_path` the lookup from its row to the district's code, such as
    ``"district_id"`` or ``"enterprise__district_id"``.
    """

    district_path = "district_id"
    system = ""
    """Key of the one system whose facts these are; empty where several systems share them."""

    def visible_to(
        self, user: "User | AnonymousUser", *, roles: Collection[Role] | None = None
    ) -> Self:
        """The rows that this person's posts reach (可见范围).

        A district post sees its district and everything beneath; administrators, visitors and
        people without a post see nothing. A post that is limited to other systems does not count.
        A superuser sees all in the demo and nothing elsewhere.

        Args:
            user: who asks.
            roles: count only posts of these roles: the rows on which they may act.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_demo_master:
            return self.all()
        scope = user.data_scope if roles is None else user.data_scope.limited_to(roles)
        if self.system:
            scope = scope.within_system(self.system)
        return self.none() if scope.is_empty else self.filter(self.reached(user, scope))

    def reached(self, user: "User", scope: "DataScope") -> Q:
        """Condition of the rows within the scope; rooms that know units widen it."""
        return any_of([within(self.district_path, code) for code in scope.districts])
