"""A procedure drawn as SVG (流程图), from the same table that moves its cases.

Neighbours are joined straight through the gap between them; everything else runs in a lane of
its own above or below the boxes, so that no arrow crosses a box. Steps that void a case would
join nearly every stage to one box; they are listed in it instead.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from bihuan.cases.procedure.document import Procedure, Stage, Step, StepKind

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN, LANE = 136, 58, 124, 44, 20, 26
CHARACTER = 12
"""Width of a Chinese character of a label. [px]"""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a stage stands on the sheet: upper left corner, layer and row. [px]"""

    x: int
    y: int
    layer: int = 0
    row: int = 0

    @property
    def middle(self) -> int:
        """Height of its middle."""
        return self.y + HEIGHT // 2

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + WIDTH


@dataclass(slots=True)
class _Sheet:
    """Lanes and ports that are taken so far."""

    top: int
    bottom: int
    above: int = 0
    below: int = 0
    ports: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    channels: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def lane_above(self) -> int:
        self.above += 1
        return self.top - 8 - LANE * self.above

    def lane_below(self) -> int:
        self.below += 1
        return self.bottom + 4 + LANE * self.below

    def port(self, box: Box) -> int:
        """A place on the upper edge of a box that no other arrow has."""
        taken = self.ports[box.layer]
        self.ports[box.layer] += 1
        side = (taken + 1) // 2 * (1 if taken % 2 else -1)
        return box.x + WIDTH // 2 + max(min(side * 16, WIDTH // 2 - 10), 10 - WIDTH // 2)

    def channel(self, layer: int) -> int:
        """A vertical line in the gap after a layer; -1 is the margin before the first."""
        taken = self.channels[layer]
        self.channels[layer] += 1
        return MARGIN + layer * (WIDTH + GAP_X) + WIDTH + 12 + 9 * (taken % 6)


def drawing(procedure: Procedure, *, current: str = "") -> str:
    """The procedure as an SVG image: stages in layers, arrows in lanes of their own.

    Args:
        current: stage of a case that is marked; empty for none.

    Colours come from the page's style sheet by class.
    """
    boxes = layout(procedure)
    lowest = max(box.y for box in boxes.values()) + HEIGHT
    sheet = _Sheet(MARGIN, lowest)
    arrows = list(_arrows(procedure, boxes, sheet))
    left = -GAP_X if -1 in sheet.channels else 0
    up = min(0, sheet.top - 8 - LANE * sheet.above - 18)
    wide = max(box.right for box in boxes.values()) + MARGIN + GAP_X // 2 - left
    high = lowest + LANE * sheet.below + MARGIN + 10 - up
    parts = [
        f'<svg class="procedure" role="img" viewBox="{left} {up} {wide} {high}"'
        f' width="{wide}" height="{high}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(procedure.title)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>',
        *arrows,
        *(_stage(procedure, stage, boxes[stage.code], current) for stage in procedure.stages),
        "</svg>",
    ]
    return "".join(parts)


def layout(procedure: Procedure) -> dict[str, Box]:
    """Each stage's place: as many layers to the right as steps from the start; ends come last."""
    layers = _layers(procedure)
    voids = _voids(procedure)
    rows: dict[int, int] = {}
    boxes = {}
    ordered = sorted(procedure.stages, key=lambda stage: stage.code in voids)
    for stage in ordered:
        layer = layers[stage.code]
        row = rows.get(layer, 0)
        rows[layer] = row + 1
        x = MARGIN + layer * (WIDTH + GAP_X)
        boxes[stage.code] = Box(x, MARGIN + row * (HEIGHT + GAP_Y), layer, row)
    return boxes


def _layers(procedure: Procedure) -> dict[str, int]:
    layers: dict[str, int] = {procedure.start: 0}
    waiting = [procedure.start]
    while waiting:
        code = waiting.pop(0)
        for step in procedure.steps_from(code):
            if step.kind is StepKind.VOID:
                continue
            for target in (step.target, step.beyond):
                if target and target not in layers:
                    layers[target] = layers[code] + 1
                    waiting.append(target)
    last = max(layers.values())
    return {stage.code: layers.get(stage.code, last) for stage in procedure.stages}


def _voids(procedure: Procedure) -> set[str]:
    """Ends that are reached by voiding alone."""
    targets: dict[str, set[StepKind]] = defaultdict(set)
    for step in procedure.steps:
        targets[step.target].add(step.kind)
    return {code for code, kinds in targets.items() if kinds == {StepKind.VOID}}


def _stage(procedure: Procedure, stage: Stage, box: Box, current: str) -> str:
    kinds = ["stage", "end" if stage.is_end else "", "current" if stage.code == current else ""]
    line = procedure.actor(stage.holder).title if stage.holder else ""
    sources = [
        procedure.stage(code).title
        for step in procedure.steps
        if step.kind is StepKind.VOID and step.target == stage.code
        for code in step.sources
    ]
    if sources:
        line = f"自 {'、'.join(sources)}"
    middle = box.x + WIDTH // 2
    shown = line if len(line) * CHARACTER <= WIDTH else f"{line[: WIDTH // CHARACTER - 1]}…"
    return (
        f'<g class="{" ".join(filter(None, kinds))}"><title>{escape(line)}</title>'
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
        f'<text class="title" x="{middle}" y="{box.y + (25 if line else 34)}">'
        f"{escape(stage.title)}</text>"
        f'<text class="holder" x="{middle}" y="{box.y + 44}">{escape(shown)}</text></g>'
    )


def _arrows(procedure: Procedure, boxes: dict[str, Box], sheet: _Sheet) -> Iterator[str]:
    """Each arrow; those of one pair share a line."""
    pairs: dict[tuple[str, str], list[Step]] = {}
    for step in procedure.steps:
        if step.kind is not StepKind.VOID or step.target not in _voids(procedure):
            for source in step.sources:
                pairs.setdefault((source, step.target), []).append(step)
    far = []
    for (source, target), steps in pairs.items():
        start, end = boxes[source], boxes[target]
        if source == target:
            yield _loop(start, steps)
        elif end.layer == start.layer + 1:
            yield _onward(start, end, steps)
        elif end.layer == start.layer - 1:
            yield _back(start, end, steps)
        else:
            far.append((start, end, steps))
    for start, end, steps in sorted(far, key=lambda one: abs(one[0].layer - one[1].layer)):
        yield _around(start, end, steps, sheet)


def _onward(start: Box, end: Box, steps: list[Step]) -> str:
    y1, y2 = start.middle - 9, end.middle - 9
    bend = (end.x - start.right) // 2
    path = f"M{start.right} {y1}C{start.right + bend} {y1} {end.x - bend} {y2} {end.x} {y2}"
    shift = 0.5 if y1 == y2 else 0.62
    y = y1 + (y2 - y1) * (0.5 if y1 == y2 else 0.72)
    return _arrow(path, steps, start.right + (end.x - start.right) * shift, y - 6)


def _back(start: Box, end: Box, steps: list[Step]) -> str:
    y1, y2 = start.middle + 13, end.middle + 13
    bend = (start.x - end.right) // 2
    path = f"M{start.x} {y1}C{start.x - bend} {y1} {end.right + bend} {y2} {end.right} {y2}"
    y = y1 + (y2 - y1) * (0.5 if y1 == y2 else 0.3)
    x = start.x + (end.right - start.x) * (0.5 if y1 == y2 else 0.36)
    return _arrow(path, steps, x, y + 15)


def _loop(box: Box, steps: list[Step]) -> str:
    x, y = box.x + 22, box.y + HEIGHT
    path = f"M{x + 40} {y}C{x + 40} {y + 30} {x} {y + 30} {x} {y}"
    return _arrow(path, steps, x + 20, y + 37)


def _around(start: Box, end: Box, steps: list[Step], sheet: _Sheet) -> str:
    if start.row == end.row == 0 and start.layer != end.layer:
        x1, x2, y = sheet.port(start), sheet.port(end), sheet.lane_above()
        return _arrow(f"M{x1} {start.y}V{y}H{x2}V{end.y}", steps, (x1 + x2) / 2, y - 5)
    if start.layer == end.layer and abs(start.row - end.row) == 1:
        down = start.y < end.y
        x = start.x + (WIDTH // 3 if down else 2 * WIDTH // 3)
        y1 = start.y + HEIGHT if down else start.y
        y2 = end.y if down else end.y + HEIGHT
        return _arrow(f"M{x} {y1}V{y2}", steps, x + (-20 if down else 20), (y1 + y2) / 2 + 4)
    out, into, y = sheet.channel(start.layer), sheet.channel(end.layer - 1), sheet.lane_below()
    path = f"M{start.right} {start.middle + 4}H{out}V{y}H{into}V{end.middle + 4}H{end.x}"
    return _arrow(path, steps, (out + into) / 2, y - 5)


def _arrow(path: str, steps: list[Step], x: float, y: float) -> str:
    kind = "return" if all(step.kind is StepKind.RETURN for step in steps) else "forward"
    titles = list(dict.fromkeys(step.title for step in steps))
    room = 9 if len(titles) > 1 else 10
    lines = titles if sum(map(len, titles)) > room else ["／".join(titles)]
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{y - 14 * (len(lines) - 1 - place):.0f}">{escape(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    line = f'<path d="{path}" marker-end="url(#arrow)"/>'
    return f'<g class="step {kind}">{line}<text>{spans}</text></g>'
