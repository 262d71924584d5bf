"""The firms that the map is measured with: in clusters around towns, as firms stand."""

from datetime import datetime

import numpy as np

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.registry.models import Enterprise

TOWNS = 400


def enrol_firms(count: int, _now: datetime) -> User:
    """Guangdong with so many firms; and an officer of the province."""
    draw = np.random.default_rng(20261122)
    District.objects.create(code="44", name="广东省", level="province")
    District.objects.create(code="4401", name="广州市", level="city", parent_id="44")
    District.objects.create(code="440106", name="天河区", level="county", parent_id="4401")
    towns = draw.uniform((110.5, 21.4), (116.6, 24.9), (TOWNS, 2))
    where = towns[draw.integers(0, TOWNS, count)] + draw.normal(0, 0.05, (count, 2))
    Enterprise.objects.bulk_create(
        [
            Enterprise(
                name=f"第{number}号环保科技（广东）有限公司",
                district_id="440106",
                longitude=float(east),
                latitude=float(north),
                is_key=number % 6 == 0,
            )
            for number, (east, north) in enumerate(where)
        ],
        5_000,
    )
    officer = User.objects.create(username="province", name="省厅处长")
    Post.objects.create(user=officer, role=Role.PROVINCE, district_id="44")
    return officer
