"""The copy step of the front-end packages."""

from pathlib import Path

import pytest

from bihuan.ui.assets import FILES, AssetsError, copy_assets, main


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "node_modules"
    for source in FILES:
        place = folder / source
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x{}\n/*# sourceMappingURL=x.css.map */", "utf-8")
    return folder


def test_every_listed_file_is_copied_without_its_map(packages: Path, tmp_path: Path) -> None:
    places = copy_assets(packages, tmp_path / "vendor")
    assert sorted(places) == sorted(tmp_path / "vendor" / place for place in FILES.values())
    for place in places:
        if place.suffix in {".css", ".js"}:
            assert place.read_text("utf-8") == "x{}"


def test_without_node_modules_the_sentence_names_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "node_modules")]) == 1
    assert "npm ci --ignore-scripts" in capsys.readouterr().err


def test_a_missing_file_is_named(packages: Path, tmp_path: Path) -> None:
    (packages / "echarts/dist/echarts.min.js").unlink()
    with pytest.raises(AssetsError, match=r"echarts\.min\.js"):
        copy_assets(packages, tmp_path / "vendor")
