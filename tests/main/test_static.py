"""The static files as production serves them: hashed names, every reference leads somewhere."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

import bihuan
from bihuan.ui.assets import FILES, VENDOR

SOURCE = Path(bihuan.__file__).parent
USED = re.compile(r"{%\s*static\s+'([^']+)'\s*%}")


@pytest.mark.skipif(
    not all((VENDOR / place).is_file() for place in FILES.values()),
    reason="the front-end packages are not copied: python -m bihuan.ui.assets",
)
def test_every_static_file_of_the_templates_is_in_the_manifest(
    tmp_path: Path,
    settings,  # type: ignore[no-untyped-def]
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    used = {
        name
        for template in SOURCE.glob("*/templates/**/*.html")
        for name in USED.findall(template.read_text("utf-8"))
    }
    assert used
    for name in used:
        hashed = staticfiles_storage.url(name).removeprefix(settings.STATIC_URL)
        assert (tmp_path / hashed).is_file()
