"""Quality control of a county's day at minutes under its bar, and how well it tells faults.

python -m bench.bench_air
"""

import sys
import time
from datetime import UTC, datetime

from bench.air_quality_control import minutes_of, scores
from bihuan.air.quality.detect import detect
from bihuan.main.demo.county import network

BAR_S = 2.0
LEAST_VALID = 0.95


def main() -> int:
    """Print speed, precision and recall; 1 when a bar is missed."""
    data = minutes_of(network(), datetime(2026, 3, 20, tzinfo=UTC))
    begun = time.perf_counter()
    detect(data)
    took = time.perf_counter() - begun
    values = sum(array.size for array in data.values.values())
    print(f"{values} minute values, full set of rules: {took:.2f} s (bar {BAR_S} s)")
    missed = took > BAR_S
    for season, score in scores().items():
        recall = {kind: f"{score.recall(kind):.2f}" for kind in score.planted}
        print(f"{season}: precision {score.precision:.2f}, recall {recall}, {score.valid_share}")
        missed |= min(score.valid_share.values()) < LEAST_VALID
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
