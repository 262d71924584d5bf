"""The library of measures as advice (措施库)."""

from django.urls import reverse

from bihuan.air.models import Measure
from bihuan.reports.definition import Answer, Arguments, FigureQuery, Reading

GONE = "措施库中没有适用的措施"


def _link(arguments: Arguments) -> str:
    return reverse("air:ledger")


def words(arguments: Arguments, reading: Reading) -> Answer:
    """A measure of the library in a sentence: who leads, what is done."""
    found = Measure.objects.filter(code=str(arguments["code"]), is_active=True).first()
    if found is None:
        return Answer(None, reason=GONE)
    lead = f"由{found.lead}牵头，" if found.lead else ""
    return Answer(f"{found.title}：{lead}{found.text}".rstrip("。"))


QUERIES = (FigureQuery("air.measure.words", "管控措施", words, _link),)
