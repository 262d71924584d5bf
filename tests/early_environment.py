"""Loaded before any setting is read: the tests get a data folder of their own."""

import atexit
import os
import shutil
import tempfile

if "BIHUAN_HOME" not in os.environ:
    home = tempfile.mkdtemp(prefix="bihuan-tests-")
    os.environ["BIHUAN_HOME"] = home
    atexit.register(shutil.rmtree, home, ignore_errors=True)
os.environ.setdefault("BIHUAN_DEMO", "1")
os.environ.setdefault("BIHUAN_LOG", "WARNING")
os.environ.setdefault("BIHUAN_DEBUG", "1")  # static files by their plain names: no manifest here
