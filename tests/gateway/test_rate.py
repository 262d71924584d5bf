from hypothesis import given
from hypothesis import strategies as st

from bihuan.gateway.rate import Bucket


@given(st.lists(st.floats(0, 5), min_size=1, max_size=200))
def test_never_more_than_the_burst_and_the_refill(pauses: list[float]) -> None:
    bucket, now, taken = Bucket(per_s=2, burst=5), 0.0, 0
    for pause in pauses:
        now += pause
        taken += bucket.take(now=now)
        assert taken <= 5 + 2 * now + 1e-6


def test_a_debt_says_how_long_it_lasts() -> None:
    bucket = Bucket(per_s=100, burst=50)
    assert bucket.draw(50, now=0.0) == 0
    assert bucket.draw(100, now=0.0) == 1.0
    assert bucket.draw(0, now=0.5) == 0.5
