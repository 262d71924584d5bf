"""A nation's year of hours judged: index, daily statistics, annual evaluation; and a peer.

    python -m bench.bench_regulations [--stations 1600] [--json FILE]

The peer is the package aqi-hub, applied row by row to a sample; without it its rows are left out.
"""

import argparse
import json
import resource
import sys
import time
import warnings
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from bihuan.regulations.air.air_quality_index import MissingRule, hourly_air_quality
from bihuan.regulations.air.average_columns import daily_columns
from bihuan.regulations.air.columns import air_quality_columns
from bihuan.regulations.air.composite_index import variant_on
from bihuan.regulations.air.individual_index import DAILY_COLUMNS, HOURLY_COLUMNS
from bihuan.regulations.air.period_columns import period_columns
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.regulations.edition import edition_named

EDITION = edition_named("HJ633-2026")
TYPICAL = {"so2": 10, "no2": 30, "co": 0.8, "o3": 70, "pm10": 80, "pm2_5": 45}


def year_of(stations: int, days: int, pollutant: Pollutant) -> np.ndarray:
    """Hours of one pollutant with gaps, rounded as analysers send. shape (stations, 24 * days)"""
    chance = np.random.default_rng(list(Pollutant).index(pollutant))
    values = chance.gamma(2.0, TYPICAL[pollutant] / 2, (stations, 24 * days))
    values = np.round(values, 1 if pollutant is Pollutant.CO else 0)
    values[chance.random(values.shape) < 0.02] = np.nan
    return values


def judge_nation(hours: dict[Pollutant, np.ndarray]) -> dict[str, Any]:
    """Hourly index, daily values and index, annual statistics and composite index."""
    hourly = air_quality_columns(
        {column: hours[column.pollutant] for column in HOURLY_COLUMNS},
        EDITION,
        rule=MissingRule.OVER_100,
    )
    days = {item: daily_columns(hours[item], item)[0] for item in Pollutant}
    daily = air_quality_columns(
        {column: days[column.pollutant] for column in DAILY_COLUMNS},
        EDITION,
        rule=MissingRule.OVER_100,
    )
    variant = variant_on(date(2026, 6, 1))
    annual = {item: period_columns(days[item], item) for item in Pollutant}
    index = sum(
        annual[item] / float(variant.denominators[item]) * float(variant.weights[item])
        for item in Pollutant
    )
    return {
        "hours": int((hourly.index >= 0).sum()),
        "days": int((daily.index >= 0).sum()),
        "composite": float(np.mean(index)),
    }


def peer_pace(hours: dict[Pollutant, np.ndarray], sample: int) -> tuple[float, list[str]]:
    """Rows a second of the peer on a sample, and where its answers differ from the standard."""
    from aqi_hub.aqi_cn.aqi import cal_aqi_cn

    rows = {item: hours[item].reshape(-1)[:sample] for item in Pollutant}
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = [
            cal_aqi_cn(
                *(
                    None if np.isnan(rows[item][row]) else float(rows[item][row])
                    for item in (
                        Pollutant.PM25,
                        Pollutant.PM10,
                        Pollutant.SO2,
                        Pollutant.NO2,
                        Pollutant.CO,
                        Pollutant.O3,
                    )
                )
            )[0]
            for row in range(sample)
        ]
    pace = sample / (time.process_time() - started)
    return pace, differences(rows, theirs)


def differences(rows: dict[Pollutant, np.ndarray], theirs: list[int | None]) -> list[str]:
    """Rows on which the peer breaks the standard, by kind, with one example each."""
    kinds: dict[str, list[str]] = {}
    for row, index in enumerate(theirs):
        exact = {
            item: None if np.isnan(v[row]) else Decimal(str(v[row])) for item, v in rows.items()
        }
        ours = hourly_air_quality(exact, EDITION, rule=MissingRule.OVER_100)
        if ours.index != index:
            kind = (
                "published although a pollutant is missing (5.3.1)"
                if ours.missing
                else ("ceiling crossed by a float (4.2.6)")
            )
            kinds.setdefault(kind, []).append(f"{index} for {ours.index}")
    return [f"{kind}: {len(found)} rows, e.g. {found[0]}" for kind, found in kinds.items()]


def main() -> int:
    """Run, print, and write JSON where asked; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=1600)
    parser.add_argument("--sample", type=int, default=50_000)
    parser.add_argument("--json")
    options = parser.parse_args()
    hours = {item: year_of(options.stations, 365, item) for item in Pollutant}
    wall, cpu = time.perf_counter(), time.process_time()
    found = judge_nation(hours)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows = options.stations * 8760
    figures = [
        {
            "bar": "nation-year, wall",
            "measured": round(wall, 2),
            "limit": 15,
            "unit": "s",
            "ok": wall < 15,
        },
        {
            "bar": "nation-year, peak memory with its data",
            "measured": round(peak, 2),
            "limit": 4,
            "unit": "GiB",
            "ok": peak < 4,
        },
    ]
    try:
        pace, broken = peer_pace(hours, options.sample)
    except ImportError:
        print("aqi-hub is not installed: its comparison is left out")
    else:
        ratio = rows / cpu / pace
        figures.append(
            {
                "bar": "ours against aqi-hub's hourly index, per CPU second",
                "measured": round(ratio),
                "limit": 30,
                "unit": "times",
                "ok": ratio > 30,
            }
        )
        print("\n".join(f"aqi-hub breaks the standard: {line}" for line in broken))
    print(found)
    for figure in figures:
        print("{bar:52} {measured:>8} {unit:6} limit {limit:>4} {ok}".format(**figure))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(figures, file)
    return 0 if all(figure["ok"] for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
