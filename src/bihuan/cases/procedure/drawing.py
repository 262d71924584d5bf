"""A procedure drawn as SVG (流程图), from the same table that moves its cases."""

from dataclasses import dataclass
from html import escape

from bihuan.cases.procedure.document import Procedure, Stage, Step, StepKind

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 148, 56, 92, 46, 24


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stage stands on the sheet, upper left corner. [px]"""

    x: int
    y: int


def drawing(procedure: Procedure, *, current: str = "") -> str:
    """The procedure as an SVG image: stages in layers, steps as arrows, returns below.

    Args:
        current: stage of a case that is marked; empty for none.

    Colours come from the page's style sheet by class.
    """
    boxes = layout(procedure)
    wide = max(box.x for box in boxes.values()) + WIDTH + MARGIN
    arrows = _arrows(procedure, boxes)
    high = max([box.y + HEIGHT for box in boxes.values()] + [depth for _, depth in arrows])
    parts = [
        f'<svg class="procedure" role="img" viewBox="0 0 {wide} {high + MARGIN}"'
        f' width="{wide}" height="{high + MARGIN}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(procedure.title)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>',
        *(arrow for arrow, _ in arrows),
        *(_stage(procedure, stage, boxes[stage.code], current) for stage in procedure.stages),
        "</svg>",
    ]
    return "".join(parts)


def layout(procedure: Procedure) -> dict[str, Box]:
    """Each stage's place: as many layers to the right as steps from the start."""
    layers: dict[str, int] = {procedure.start: 0}
    waiting = [procedure.start]
    while waiting:
        code = waiting.pop(0)
        for step in procedure.steps_from(code):
            for target in (step.target, step.beyond):
                if target and target not in layers:
                    layers[target] = layers[code] + 1
                    waiting.append(target)
    last = max(layers.values())
    rows: dict[int, int] = {}
    boxes = {}
    for stage in procedure.stages:
        layer = layers.get(stage.code, last + 1)
        row = rows.get(layer, 0)
        rows[layer] = row + 1
        x = MARGIN + layer * (WIDTH + GAP_X)
        boxes[stage.code] = Box(x, MARGIN + row * (HEIGHT + GAP_Y))
    return boxes


def _stage(procedure: Procedure, stage: Stage, box: Box, current: str) -> str:
    kinds = ["stage", "end" if stage.is_end else "", "current" if stage.code == current else ""]
    holder = procedure.actor(stage.holder).title if stage.holder else ""
    middle = box.x + WIDTH // 2
    return (
        f'<g class="{" ".join(filter(None, kinds))}">'
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<text class="title" x="{middle}" y="{box.y + 24}">{escape(stage.title)}</text>'
        f'<text class="holder" x="{middle}" y="{box.y + 43}">{escape(holder)}</text></g>'
    )


def _arrows(procedure: Procedure, boxes: dict[str, Box]) -> list[tuple[str, int]]:
    """Each arrow with the lowest point that it reaches; arrows of one pair share a line."""
    pairs: dict[tuple[str, str], list[Step]] = {}
    for step in procedure.steps:
        for source in step.sources:
            pairs.setdefault((source, step.target), []).append(step)
    lowest = max(box.y for box in boxes.values()) + HEIGHT
    arrows = []
    backward = 0
    for (source, target), steps in pairs.items():
        start, end = boxes[source], boxes[target]
        if end.x > start.x:
            arrows.append((_forward(start, end, steps), 0))
        else:
            backward += 1
            depth = lowest + 22 * backward
            arrows.append((_backward(start, end, steps, depth), depth + 8))
    return arrows


def _forward(start: Box, end: Box, steps: list[Step]) -> str:
    x1, y1 = start.x + WIDTH, start.y + HEIGHT // 2
    x2, y2 = end.x, end.y + HEIGHT // 2
    bend = (x2 - x1) // 2
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    return _arrow(path, steps, (x1 + x2) // 2, (y1 + y2) // 2 - 6)


def _backward(start: Box, end: Box, steps: list[Step], depth: int) -> str:
    x1, x2 = start.x + WIDTH // 2 + 12, end.x + WIDTH // 2 - 12
    path = f"M{x1} {start.y + HEIGHT}V{depth}H{x2}V{end.y + HEIGHT}"
    return _arrow(path, steps, (x1 + x2) // 2, depth - 4)


def _arrow(path: str, steps: list[Step], x: int, y: int) -> str:
    kind = "return" if all(step.kind is StepKind.RETURN for step in steps) else "forward"
    label = "／".join(dict.fromkeys(step.title for step in steps))
    return (
        f'<g class="step {kind}"><path d="{path}" marker-end="url(#arrow)"/>'
        f'<text x="{x}" y="{y}">{escape(label)}</text></g>'
    )
