from hypothesis import given
from hypothesis import strategies as st

from bihuan.gateway.seen import SeenPackets


def test_a_repeat_is_known_for_the_whole_window() -> None:
    seen = SeenPackets(window_s=60, most=100)
    assert not seen.is_repeat(b"a", now=59.0)
    assert seen.is_repeat(b"a", now=60.0)
    assert seen.is_repeat(b"a", now=119.0)


def test_a_repeat_is_forgotten_after_two_windows() -> None:
    seen = SeenPackets(window_s=60, most=100)
    seen.is_repeat(b"a", now=0.0)
    assert not seen.is_repeat(b"a", now=121.0)


def test_a_long_silence_forgets_everything_at_once() -> None:
    seen = SeenPackets(window_s=60, most=100)
    seen.is_repeat(b"a", now=61.0)
    assert not seen.is_repeat(b"b", now=1000.0)
    assert not seen.is_repeat(b"a", now=1001.0)


def test_memory_is_bounded_and_the_newest_stay_known() -> None:
    seen = SeenPackets(window_s=60, most=10)
    for number in range(1000):
        seen.is_repeat(b"%d" % number, now=1.0)
    assert all(seen.is_repeat(b"%d" % number, now=1.0) for number in range(995, 1000))
    assert not seen.is_repeat(b"1", now=1.0)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 30)), max_size=60))
def test_within_one_window_it_answers_as_a_set_would(steps: list[tuple[str, float]]) -> None:
    seen, known, now = SeenPackets(window_s=1e9, most=1000), set(), 0.0
    for text, pause in steps:
        now += pause
        assert seen.is_repeat(text.encode(), now=now) == (text in known)
        known.add(text)
