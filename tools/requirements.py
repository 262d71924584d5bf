"""Print each requirement line with the tests that prove it, then the lines without proof.

    python tools/requirements.py [--unproven]

Tests say what they prove: ``@pytest.mark.requirement("A1.5")``;
the lines are docs/requirements.csv.
"""

import argparse
import ast
import csv
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]


def marks(path: Path) -> dict[str, list[str]]:
    """Requirement ids of one test file, each with the tests (or the file) that carry them."""
    proofs: dict[str, list[str]] = defaultdict(list)
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        id(decorator): node.name
        for node in ast.walk(tree)
        for decorator in getattr(node, "decorator_list", [])
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
            place = f"{path.relative_to(ROOT)}::{names.get(id(node), '(all)')}"
            for argument in node.args:
                proofs[ast.literal_eval(argument)].append(place)
    return proofs


def main() -> int:
    """Print the table; a test that names an unknown line is an error."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--unproven", action="store_true", help="only the lines without proof")
    options = parser.parse_args()
    with (ROOT / "docs" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        lines = {row["id"]: row["paraphrase"] for row in csv.DictReader(file)}
    proofs: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for line, places in marks(path).items():
            proofs[line] += places
    if not options.unproven:
        for line in filter(proofs.__contains__, lines):
            print(f"{line}  {lines[line]}")
            print("".join(f"    {place}\n" for place in proofs[line]), end="")
    open_lines = [name for name in lines if name not in proofs]
    print(f"\nwithout proof, {len(open_lines)} of {len(lines)} lines:")
    for line in open_lines:
        print(f"  {line}  {lines[line]}")
    unknown = sorted(proofs.keys() - lines.keys())
    if unknown:
        print(f"tests name unknown lines: {', '.join(unknown)}", file=sys.stderr)
    return bool(unknown)


if __name__ == "__main__":
    sys.exit(main())
