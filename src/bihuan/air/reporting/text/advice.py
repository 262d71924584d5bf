"""Advice from the library of measures (管控建议): by cause first, then what fits always."""

from bihuan.air.models import Measure
from bihuan.air.reporting.query.measure import GONE
from bihuan.air.reporting.text.cause import Cause
from bihuan.air.reporting.text.pen import Pen
from bihuan.reports.definition import Figure


def measures(cause: Cause, most: int) -> list[Measure]:
    """Measures that fit the cause, then the general ones, by number."""
    rows = Measure.objects.filter(is_active=True, cause__in=[cause.code, ""])
    return sorted(rows, key=lambda one: (one.cause != cause.code, one.code))[:most]


def measure_figures(pen: Pen, cause: Cause, most: int) -> list[Figure]:
    """The measures as figures, so that the library's own words stand in the document."""
    return [
        pen.take(
            f"measure_{place}", f"措施{place}", "air.measure.words", code=one.code, missing=GONE
        )
        for place, one in enumerate(measures(cause, most), 1)
    ]


def advice(pen: Pen, cause: Cause, most: int = 4) -> list[str]:
    """Numbered advice, or the sentence that there is none."""
    found = measure_figures(pen, cause, most)
    if not found:
        return [f"{GONE}，请分析人员补充。"]
    return [f"（{'一二三四五六'[place]}）{one}。" for place, one in enumerate(found)]
