"""A hundred thousand mutated frames; `make torture` runs ten million of the same."""

import pytest
from bench.torture_hj212 import SHARE, torture


@pytest.mark.requirement("C4", "A1.18")
@pytest.mark.parametrize("share", range(5))
def test_mutated_frames_and_noise_never_surprise_the_reader(share: int) -> None:
    tally = torture(SHARE, seed=share)
    assert tally.frames == SHARE
    assert tally.accepted > SHARE // 4 and tally.rejected > SHARE // 4
    assert tally.values > SHARE
