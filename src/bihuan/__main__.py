"""The `bihuan` command: `decode` and `air evaluate` need only the ground floor, the rest all."""

import argparse
import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def main() -> int:
    """Run the command line; gives the exit code."""
    if sys.argv[1:2] == ["decode"]:
        return _decode(sys.argv[2:])
    if sys.argv[1:3] == ["air", "evaluate"]:
        return _evaluate_air(sys.argv[3:])
    if find_spec("django") is None:
        sys.stderr.write("The platform is not installed: pip install 'bihuan[server]'\n")
        return 1
    import_module("bihuan.main.manage").main()
    return 0


def _decode(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bihuan decode",
        description="Read HJ 212 packets, one a line, and print one JSON object for each.",
        epilog=r"Lines with a single # are comments; \r \n \xNN \\ are escapes.",
    )
    parser.add_argument("file", help="text file of packets; - is standard input")
    name = parser.parse_args(arguments).file
    from bihuan.hj212.decode import describe, packets_of

    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        sys.stderr.write(f"bihuan decode: cannot read {name}: {error.strerror}\n")
        return 2
    try:
        for packet in packets_of(text):
            sys.stdout.write(json.dumps(describe(packet), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone; nothing more may be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _evaluate_air(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bihuan air evaluate",
        description="Judge a table of hours or days: index, primary pollutants, class, edition.",
        epilog="Columns: time, station_code, so2, no2, co, o3 (daily: o3_8h_max), pm10, pm2_5;"
        " CO in mg/m3, the others in ug/m3; an empty cell is missing.",
    )
    parser.add_argument("input", help="CSV file; - is standard input")
    parser.add_argument("--daily", action="store_true", help="days instead of hours")
    parser.add_argument("--edition", default="auto", choices=("auto", "HJ633-2012", "HJ633-2026"))
    parser.add_argument("--practice", default="feed", choices=("letter", "feed"))
    parser.add_argument("--output", default="-", help="CSV file to write; - is standard output")
    options = parser.parse_args(arguments)
    from bihuan.regulations.air.air_quality_index import Practice
    from bihuan.regulations.air.evaluate import Question, UnreadableTable, evaluate_csv
    from bihuan.regulations.edition import NoEdition

    question = Question(options.daily, options.edition, Practice(options.practice))
    try:
        source = sys.stdin.buffer if options.input == "-" else Path(options.input)
        judged = evaluate_csv(source, question)
    except (OSError, UnreadableTable, NoEdition) as error:
        sys.stderr.write(f"bihuan air evaluate: {options.input}: {error}\n")
        return 2
    judged.write_csv(sys.stdout.buffer if options.output == "-" else options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
