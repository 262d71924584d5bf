"""What the load generator costs: simulated loggers against a small answering host.

    python bench/bench_fleet.py --devices 2000 --interval 1 --seconds 20

Prints packets and acknowledgements a second, the time to an answer, and the processor time of
the generator for each packet. The host runs in a process of its own and is not counted.
"""

import argparse
import asyncio
import multiprocessing
import time

from bihuan.gateway.device_fleet import raise_file_limit
from bihuan.gateway.simulation import Simulation, simulate
from bihuan.hj212.answer import answer_to
from bihuan.hj212.conversation.center import NOTICES_OF_DEVICES
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.segment import read_header

EDITIONS = tuple(Edition)


class AnsweringHost(asyncio.Protocol):
    """Answers every packet at once."""

    def connection_made(self, transport):
        self.transport, self.reader = transport, Reader()

    def data_received(self, data):
        answers = [
            self.answer(read_header(event.segment))
            for event in self.reader.feed(data)
            if isinstance(event, Frame)
        ]
        self.transport.write(b"".join(answers))

    def answer(self, packet):
        code = "9013" if packet.command_code in NOTICES_OF_DEVICES else "9014"
        return answer_to(packet, EDITIONS[packet.version], code=code)


def host(pipe, devices):
    async def run():
        raise_file_limit(devices + 128)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(AnsweringHost, "127.0.0.1", 0, backlog=4096)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def order_of(options, port):
    return Simulation(
        port=port,
        devices=options.devices,
        interval_s=options.interval,
        edition=options.edition,
        profile=options.profile,
        duration_s=options.seconds,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=2000)
    parser.add_argument("--interval", type=int, default=1)
    parser.add_argument("--edition", default="mixed")
    parser.add_argument("--profile", default="mixed")
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    multiprocessing.Process(target=host, args=(theirs, options.devices), daemon=True).start()
    marks = []

    def note(progress):
        tally = progress.tally
        if progress.connected == progress.devices:
            marks.append((time.perf_counter(), time.process_time(), tally.sent, tally.acknowledged))

    final = asyncio.run(simulate(order_of(options, ours.recv()), note))
    if len(marks) < 3:
        raise SystemExit(f"only {final.connected} of {final.devices} devices were connected")
    (begun, before, sent, acknowledged), last = marks[1], marks[-1]
    seconds, processor = last[0] - begun, last[1] - before
    sent, acknowledged = last[2] - sent, last[3] - acknowledged
    print(f"{sent / seconds:,.0f} packets/s sent, {acknowledged / seconds:,.0f}/s acknowledged")
    print(f"{processor / seconds:.0%} of a core, {processor / sent * 1e6:.0f} us a packet")
    latency = final.tally.latency
    print(f"answer p50 {latency.percentile(50):.1f} ms, p99 {latency.percentile(99):.1f} ms")


if __name__ == "__main__":
    main()
