"""The live table of a simulation in a terminal."""

import asyncio

from rich.console import Console
from rich.live import Live
from rich.table import Table

from bihuan.gateway.simulation import Progress, Simulation, simulate


def simulate_in_terminal(simulation: Simulation, console: Console | None = None) -> Progress:
    """Run a simulation and show how it is doing until it ends or is interrupted (模拟上传).

    Returns:
        How it had done when it was last shown, or at its end.
    """
    latest: list[Progress] = []
    with Live(console=console, refresh_per_second=2) as live:

        def show(progress: Progress) -> None:
            latest[:] = [progress]
            live.update(progress_table(progress))

        try:
            show(asyncio.run(simulate(simulation, show)))
        except KeyboardInterrupt:
            live.console.print("已停止")
    return latest[-1]


def progress_table(progress: Progress) -> Table:
    """One line a figure: connections, packets, repeats and the time to an answer (运行情况表)."""
    tally = progress.tally
    seconds = max(progress.elapsed.total_seconds(), 1e-9)
    table = Table("项目", "数值", title="模拟数采仪")
    table.add_row("运行时间", f"{seconds:.0f} s")
    table.add_row("在线设备", f"{progress.connected} / {progress.devices}")
    table.add_row("已发送包数", f"{tally.sent:,}（每秒 {tally.sent / seconds:,.1f}）")
    table.add_row("已应答包数", f"{tally.acknowledged:,}")
    table.add_row("重发包数", f"{tally.repeats:,}")
    table.add_row("收到的请求", f"{tally.requests:,}")
    table.add_row("断线次数", f"{tally.link_downs:,}")
    table.add_row(
        "应答时间 p50 / p99",
        f"{_time(tally.latency.percentile(50))} / {_time(tally.latency.percentile(99))}",
    )
    return table


def _time(milliseconds: float | None) -> str:
    return "尚无应答" if milliseconds is None else f"{milliseconds:.1f} ms"
