"""Effect of an order: a known one lies in its interval, none is not claimed."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.air.analysis.order_effect import Answer, Effect, matched, order_effect
from bihuan.air.queries.order_effect import effect_screen
from bihuan.air.series.values import values_at
from bihuan.air.services.instruction import approve, dispatch, propose
from bihuan.regulations.rounding import FloatArray
from tests.air.conftest import TODAY, AirCounty
from tests.air.test_process import ORDER

DAYS, AT = 64, 24 * 61 + 10
TRIES = 60


def wandering(chance: np.random.Generator, rho: float, spread: float) -> FloatArray:
    """Hours that resemble the hour before."""
    steps = chance.normal(0, spread * np.sqrt(1 - rho**2), 24 * DAYS).tolist()
    found, last = [], 0.0
    for step in steps:
        last = rho * last + step
        found.append(last)
    return np.array(found)


def judged(seed: int, change: float) -> Effect:
    """Twelve stations under one weather; the first is changed from its order on."""
    chance = np.random.default_rng(seed)
    region, east, north = (wandering(chance, 0.93, one) for one in (0.5, 2.0, 2.0))
    own = np.array([wandering(chance, 0.8, 0.2) for _ in range(12)])
    values = np.exp(3.8 + region + own)
    values[0] *= np.exp(0.03 * east)
    values[0, AT : AT + 48] *= 1 + change
    values[:, chance.integers(24 * DAYS, size=30)] = np.nan
    return order_effect(values, 0, AT, after=48, wind=np.array([east, north]))


@pytest.mark.requirement("D7")
def test_a_known_effect_lies_in_the_interval_and_none_is_not_claimed() -> None:
    with_effect = [judged(seed, -0.3) for seed in range(TRIES)]
    without = [judged(seed, 0.0) for seed in range(TRIES, 2 * TRIES)]
    assert sum(one.low <= -0.3 <= one.high for one in with_effect) >= 0.85 * TRIES
    assert sum(one.low <= 0.0 <= one.high for one in without) >= 0.85 * TRIES
    assert sum(one.answer is not Answer.UNKNOWN for one in without) <= 0.05 * TRIES
    assert not any(one.answer is Answer.HIGHER for one in with_effect)
    assert sum(one.answer is Answer.LOWER for one in with_effect) >= 0.3 * TRIES


@pytest.mark.requirement("D7")
def test_too_few_controls_or_hours_say_that_nobody_can_tell() -> None:
    chance = np.random.default_rng(3)
    alone = np.exp(3.8 + np.array([wandering(chance, 0.8, 0.4) for _ in range(5)]))
    still = np.zeros((2, 24 * DAYS))
    found = order_effect(alone, 0, AT, after=48, wind=still)
    assert (found.answer, found.controls) == (Answer.UNKNOWN, ())
    assert "对照" in found.because or "可比站点不足" in found.because
    together = alone[:1] * np.exp(chance.normal(0, 0.1, alone.shape))
    assert len(matched(together, 0)) == 4
    together[0, AT:] = np.nan
    late = order_effect(together, 0, AT, after=48, wind=still)
    assert "不足七成" in late.because and np.isnan(late.share)


@pytest.mark.requirement("D7")
def test_the_page_of_an_order_says_when_it_is_too_early(air: AirCounty) -> None:
    air.steady(TODAY - timedelta(days=7), 7)
    key = f"{air.site('GY-T-05').station}-a34002-2026112001"
    said = type(ORDER)(ORDER.kind, key, ORDER.title, ORDER.text, ORDER.cause)
    made = approve(
        propose(said, district=air.district, by=air.analyst, now=air.now),
        by=air.people.wang,
        now=air.now,
    )
    sent = dispatch(made, air.points["GY-T-05"], by=air.analyst, now=air.now)
    screen = effect_screen(values_at(air.now), sent, air.analyst, now=air.now)
    assert "不足 12 小时" in screen.words
    later = air.now + timedelta(hours=40)
    again = effect_screen(values_at(later), sent, air.analyst, now=later)
    assert again.words.startswith("无法判断：")
    client = Client()
    client.force_login(air.analyst)
    page = client.get(reverse("air:effect", args=[sent.pk]))
    assert page.status_code == 200 and "无法判断" in page.content.decode()
