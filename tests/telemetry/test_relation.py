import pyarrow as pa

from bihuan.telemetry import Kind, Mover, Store
from tests.telemetry.given import NOON, Given, at, rows

HOURS = [
    Given(point=point, minute=60 * hour, value=float(point), kind="hour")
    for point in (1, 2)
    for hour in range(30)
]

TOTAL = "SELECT point, sum(value) AS total, count(*) AS n FROM rows GROUP BY point ORDER BY point"


def test_only_the_latest_version_counts_wherever_it_lies(store: Store, mover: Mover) -> None:
    late = at(60 * 31)
    store.append(rows(HOURS), now=late)
    mover.move_once(late)
    for turn in range(3):
        fixed = [Given(minute=0, value=100.0 * turn, kind="hour")]
        store.correct(rows(fixed), author="王", reason="复核", now=late)
        for _ in range(2):
            found = store.relation(Kind.HOUR, NOON, late).sql(TOTAL).to_pylist()
            assert found == [
                {"point": 1, "total": 29 + 100.0 * turn, "n": 30},
                {"point": 2, "total": 60.0, "n": 30},
            ]
            mover.move_once(late)


def test_a_relation_takes_tables_and_parameters(store: Store, mover: Mover) -> None:
    store.append(rows(HOURS), now=at(60 * 31))
    cities = pa.table({"point": [1, 2], "city": ["郑州", "开封"]})
    found = store.relation(Kind.HOUR, at(60), at(180)).sql(
        "WITH picked AS (SELECT * FROM rows WHERE point = ?)"
        " SELECT city, count(*) AS n FROM picked JOIN cities USING (point) GROUP BY city",
        [2],
        {"cities": cities},
    )
    assert found.to_pylist() == [{"city": "开封", "n": 2}]


def test_a_day_is_shanghais(store: Store, mover: Mover) -> None:
    store.append(rows(HOURS[:30]), now=at(60 * 31))
    for _ in range(2):
        days = store.relation(Kind.HOUR, NOON, at(60 * 31)).sql(
            "SELECT day, count(*) AS n FROM rows GROUP BY day ORDER BY day"
        )
        assert days["n"].to_pylist() == [16, 14]
        mover.move_once(at(60 * 31))


def test_an_empty_span_is_an_empty_table(store: Store) -> None:
    found = store.relation(Kind.HOUR, NOON, at(60)).sql("SELECT count(*) AS n FROM rows")
    assert found.to_pylist() == [{"n": 0}]
