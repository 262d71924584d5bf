"""PDF of Word files by LibreOffice, many in one run (转换 PDF)."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bihuan.documents.error import DocumentsError
from bihuan.documents.fonts import environment

PROGRAMS = ("soffice", "libreoffice")
PATIENCE_S = 120.0


class NoConverter(DocumentsError):
    """There is no LibreOffice here, or it did not make the file."""


def is_available() -> bool:
    """Whether Word files can be turned into PDF here."""
    return any(shutil.which(name) for name in PROGRAMS)


def from_word(files: Sequence[Path], folder: Path) -> list[Path]:
    """Turn Word files into PDF files of the same names in a folder (批量转 PDF).

    One run takes all of them, since starting costs more than converting. Each run has a profile
    of its own, so that two at a time do not wait for each other.

    Raises:
        NoConverter: there is no LibreOffice, or a file did not come out.
    """
    if not files:
        return []
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise NoConverter("服务器未安装 LibreOffice，不能生成 PDF；请下载 Word 文件后另存为 PDF")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bihuan-office-") as profile:
        _convert(program, files, folder, profile=Path(profile))
    made = [folder / f"{file.stem}.pdf" for file in files]
    missing = [path.name for path in made if not path.is_file()]
    if missing:
        raise NoConverter(f"PDF 转换没有产生 {'、'.join(missing)}")
    return made


def _convert(program: str, files: Sequence[Path], folder: Path, *, profile: Path) -> None:
    home = f"-env:UserInstallation={profile.as_uri()}"
    asked = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    try:
        subprocess.run(
            [program, home, *asked],
            check=True,
            capture_output=True,
            timeout=PATIENCE_S,
            env={**os.environ, **environment()},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NoConverter("PDF 转换没有完成，请稍后重试，或下载 Word 文件") from error
