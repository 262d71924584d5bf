from hypothesis import given
from hypothesis import strategies as st

from bihuan.gateway.outcome import Outcome, Refusal, rejected
from bihuan.gateway.tally import Tally

OUTCOMES = [*Outcome, *(rejected(reason) for reason in Refusal), "rejected:half_frame"]


@given(st.lists(st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(["", "A", "B"])), max_size=50))
def test_frames_in_equal_what_became_of_them(frames: list[tuple[str, str]]) -> None:
    tally = Tally()
    for outcome, device in frames:
        tally.settle(outcome, device=device)
    assert tally.is_balanced() and tally.total["frames"] == len(frames)
    for device in "AB":
        events = tally.take(device).events
        assert events["frames"] == sum(events.values()) - events["frames"]
        assert events["frames"] == sum(each == device for _, each in frames)


def test_what_was_drained_is_not_told_again() -> None:
    tally = Tally()
    tally.settle(Outcome.STORED, device="A", quirks=("no_flag",))
    tally.note("values", 8)
    assert tally.drain() == {"frames": 1, "stored": 1, "values": 8}
    assert tally.drain() == {} and tally.total["values"] == 8
    assert tally.take("A").quirks == {"no_flag": 1} and not tally.take("A").events


def test_a_lost_outcome_is_found() -> None:
    tally = Tally()
    tally.settle(Outcome.STORED)
    tally.total["frames"] += 1
    assert not tally.is_balanced()
