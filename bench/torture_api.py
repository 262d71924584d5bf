"""Ask every operation of the interface for a long while: `python -m bench.torture_api`.

What schemathesis makes of the description, allowed and not allowed, is asked of a platform with a
furnished county. Ends with 1 when anything is answered that the description does not say.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

TEST = "tests/api/test_schema.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the test of the suite with more examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=500, help="of each operation and mode")
    options = parser.parse_args(arguments)
    surroundings = {**os.environ, "BIHUAN_SCHEMA_EXAMPLES": str(options.examples)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", TEST]
    return subprocess.run(command, check=False, env=surroundings).returncode


if __name__ == "__main__":
    sys.exit(main())
