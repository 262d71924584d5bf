"""The `bihuan` command: Django's management command under the product's name."""

import atexit
import gc
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
    _load_platform()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _load_platform() -> None:
    """Import everything without looking for garbage, of which there is none yet.

    It takes a quarter off the start of each process. What is loaded stays, so it is not looked
    through later either, until the end, when libraries count what they left behind.
    """
    gc.disable()
    atexit.register(gc.unfreeze)
    import django

    django.setup()
    gc.freeze()
    gc.enable()
