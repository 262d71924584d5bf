"""The `bihuan` command: Django's management command under the product's name."""

import os
import sys

from bihuan.main.attached import stop_with_parent


def main() -> None:
    """Run one command of the platform."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.main.settings")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name == "demo":
        os.environ.setdefault("BIHUAN_DEMO", "1")
    if not name.startswith("-"):
        sys.argv[1:2] = [name.replace("-", "_")] if name else []
    stop_with_parent()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
