"""Drawings of the shipped procedures for the manual (手册中的流程图)."""

from bihuan.cases.procedure.drawing import drawing
from bihuan.cases.shipped import shipped
from bihuan.ui.manual.figure import FigureKind


def drawing_of(code: str) -> str:
    """The drawing of a shipped procedure, as its page shows it; empty where there is none."""
    found = next((one for one in shipped() if one.code == code), None)
    return drawing(found) if found else ""


FIGURES = FigureKind(drawing_of, "cases/cases.css")
