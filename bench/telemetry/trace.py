"""Do the system calls come in the order that survives a power cut? Read from `strace`."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.telemetry.traced import APPENDS, LINE, mover, writer
from bihuan.telemetry.layout import Layout

CALLS = (
    "openat,write,pwrite64,writev,pwritev,fsync,fdatasync,"
    "rename,renameat,renameat2,link,linkat,mkdir,mkdirat"
)
STARTED = re.compile(r"^(?P<process>\d+) +(?P<call>\w+)\((?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<process>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
DESCRIPTOR = re.compile(r"^\d+<(?P<path>[^>]*)>")
RETURNED = re.compile(r"= \d+<(?P<path>[^>]*)>$")
QUOTED = re.compile(r'"(?P<path>[^"]*)"')
UNFINISHED = " <unfinished ...>"


@dataclass(frozen=True)
class Call:
    """One completed system call; `paths` are the files it was about."""

    name: str
    paths: tuple[str, ...]
    text: str


@dataclass
class Findings:
    """What a trace shows.

    Args:
        events: how many times the order was at stake (acknowledgements, deletes, commits).
    """

    events: int = 0
    problems: list[str] = field(default_factory=list)


def strace() -> str | None:
    """Where `strace` is, if this machine has it and lets us use it."""
    tool = shutil.which("strace")
    if tool is None:
        return None
    tried = subprocess.run([tool, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return tool if tried.returncode == 0 else None


def traced(tool: str, what: str, root: Path, log: Path) -> list[Call]:
    """Run one part of the store under `strace` and read what it did, in order."""
    command = [sys.executable, "-m", "bench.telemetry.traced", what, str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(
        [tool, "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o", str(log), *command],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
    )
    with log.open(errors="replace") as lines:
        return list(calls(lines))


def calls(lines: Iterable[str]) -> Iterator[Call]:
    """Successful calls at the moment they returned."""
    begun: dict[str, str] = {}
    for line in lines:
        line = line.rstrip("\n")
        if resumed := RESUMED.match(line):
            rest = begun.pop(resumed["process"], "") + resumed["rest"]
            found = _call(resumed["call"], rest)
        elif (started := STARTED.match(line)) and line.endswith(UNFINISHED):
            begun[started["process"]] = started["rest"].removesuffix(UNFINISHED)
            continue
        elif started:
            found = _call(started["call"], started["rest"])
        else:
            continue
        if found:
            yield found


def _call(name: str, rest: str) -> Call | None:
    if "= -1 " in rest:
        return None
    if name == "openat":
        returned = RETURNED.search(rest)
        is_new = "O_CREAT" in rest
        return Call("create", (returned["path"],), rest) if returned and is_new else None
    if name.startswith(("rename", "link", "mkdir")):
        return Call(name, tuple(match["path"] for match in QUOTED.finditer(rest)), rest)
    descriptor = DESCRIPTOR.match(rest)
    return Call(name, (descriptor["path"],), rest) if descriptor else None


SYNCS = ("fsync", "fdatasync")
WRITES = ("write", "pwrite64", "writev", "pwritev")


def acknowledgements(trace: Iterable[Call], layout: Layout) -> Findings:
    """Every acknowledgement must follow a sync of the journal that holds it."""
    findings = Findings()
    written = synced = False
    for call in trace:
        if _is_journal(call, layout) and call.name in WRITES:
            written, synced = True, False
        elif _is_journal(call, layout) and call.name in SYNCS:
            synced = written
        elif call.name in WRITES and LINE.decode().strip() in call.text:
            findings.events += 1
            if not synced:
                findings.problems.append(f"acknowledgement {findings.events} before its sync")
            written = synced = False
    if findings.events != APPENDS:
        findings.problems.append(f"{findings.events} of {APPENDS} acknowledgements were seen")
    return findings


def deletes(trace: Iterable[Call], layout: Layout) -> Findings:
    """Before the journal forgets, files, log entries and folders of the lake must be synced."""
    findings, disk = Findings(), Disk(layout)
    moved = False
    for call in trace:
        disk.take(call)
        moved |= call.name in WRITES and ".parquet" in call.paths[0]
        if moved and _is_journal(call, layout) and call.name in WRITES:
            findings.events += 1
            findings.problems += [f"journal forgot before {what}" for what in disk.unsafe()]
    if not findings.events:
        findings.problems.append("the journal never forgot")
    return findings


def commits(trace: Iterable[Call], layout: Layout) -> Findings:
    """Before a log entry of the upkeep names a file, the file and its folder must be synced."""
    findings, disk = Findings(), Disk(layout)
    for call in trace:
        new = call.paths[-1]
        if call.name.startswith(("rename", "link")) and re.search(r"_delta_log/\d+\.json$", new):
            findings.events += 1
            unsafe = [what for what in disk.unsafe() if "merged-" in what or "settled-" in what]
            findings.problems += [f"log entry before {what}" for what in unsafe]
        disk.take(call)
    if not findings.events:
        findings.problems.append("the upkeep never committed")
    return findings


@dataclass
class Disk:
    """What of the lake a power cut could still take."""

    layout: Layout
    files: set[str] = field(default_factory=set)
    folders: dict[str, str] = field(default_factory=dict)

    def take(self, call: Call) -> None:
        """Note what one call wrote, named or synced."""
        if call.name in SYNCS:
            self.files.discard(call.paths[0])
            self.folders.pop(call.paths[0], None)
        elif not self._is_lake(call.paths[-1]):
            return
        elif call.name in WRITES:
            self.files.add(call.paths[0])
        else:
            self._name(call)

    def unsafe(self) -> list[str]:
        """Sentences about what is not on disk."""
        written = [f"{Path(path).name} was synced" for path in sorted(self.files)]
        named = [f"the folder of {Path(path).name} was synced" for path in self.folders.values()]
        return written + named

    def _name(self, call: Call) -> None:
        new = call.paths[-1]
        if len(call.paths) > 1 and call.paths[0] in self.files:
            self.files.discard(call.paths[0])
            self.files.add(new)
        self.folders[str(Path(new).parent)] = new

    def _is_lake(self, path: str) -> bool:
        return path.startswith(f"{self.layout.rows.parent}/") and ".sealed" not in path


def _is_journal(call: Call, layout: Layout) -> bool:
    return call.paths[0].startswith(f"{layout.journals}/") and call.paths[0].endswith("-wal")


def watch(folder: Path) -> dict[str, Findings] | None:
    """Trace writer, mover and upkeep on a new store; None where there is no `strace`."""
    tool = strace()
    if tool is None:
        return None
    folder = folder.resolve()
    layout = Layout(folder / "store")
    written = traced(tool, "writer", layout.root, folder / "writer.trace")
    moved = traced(tool, "mover", layout.root, folder / "mover.trace")
    for _ in range(3):
        writer(layout.root, int)
        mover(layout.root)
    kept = traced(tool, "upkeep", layout.root, folder / "upkeep.trace")
    return {
        "acknowledgements": acknowledgements(written, layout),
        "deletes": deletes(moved, layout),
        "commits": commits(kept, layout),
    }
