"""`bihuan simulate`: loggers that speak HJ 212 to a gateway."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan.gateway.simulation import MIXED, Simulation
from bihuan.gateway.simulation_view import simulate_in_terminal
from bihuan.hj212.edition import Edition
from bihuan.hj212.error import ProtocolError
from bihuan.hj212.simulator import PROFILES, Faults


class Command(BaseCommand):
    """Runs simulated loggers until the time is over or it is interrupted."""

    help = "模拟数采仪，按 HJ 212 向网关上传数据"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Options of the command; the defaults reach a gateway on this machine."""
        parser.add_argument("--host", default=settings.GATEWAY_ADDRESS, help="网关地址")
        parser.add_argument("--port", type=int, default=settings.GATEWAY_PORT, help="网关端口")
        parser.add_argument("--devices", type=int, default=10, help="设备数")
        parser.add_argument("--edition", default=MIXED, choices=[MIXED, *Edition], help="协议版本")
        parser.add_argument("--profile", default=MIXED, choices=[MIXED, *PROFILES], help="站点类型")
        parser.add_argument("--interval", type=int, default=60, help="实时数据间隔，秒")
        parser.add_argument("--minutes", type=int, default=10, help="分钟数据间隔，分钟")
        parser.add_argument(
            "--faults", default="none", help="故障，如 lost_answer=0.05,torn=0.1,clock_drift_s=20"
        )
        parser.add_argument("--seed", type=int, default=0, help="随机种子，相同则过程相同")
        parser.add_argument("--duration", type=float, help="运行时长，秒；不给则一直运行")
        parser.add_argument("--mn-prefix", default="SIM", help="设备唯一标识（MN）前缀")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the simulation that the options describe."""
        try:
            faults = Faults.read(options["faults"])
        except ProtocolError as error:
            raise CommandError(str(error)) from error
        simulate_in_terminal(
            Simulation(
                host=options["host"],
                port=options["port"],
                devices=options["devices"],
                edition=options["edition"],
                profile=options["profile"],
                interval_s=options["interval"],
                minute_interval_min=options["minutes"],
                faults=faults,
                seed=options["seed"],
                duration_s=options["duration"],
                mn_prefix=options["mn_prefix"],
            )
        )
