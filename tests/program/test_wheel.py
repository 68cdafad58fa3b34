"""A wheel built from the tree works from any folder: its plan and settings travel in it."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's own files in a folder of their own, beside nothing of the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wheel = folder / made.stdout.split()[-1]
    with zipfile.ZipFile(wheel) as packed:
        assert not [n for n in packed.namelist() if not n.startswith(("bot/", "weibao-"))]
        packed.extractall(folder / "site")
    return folder / "site"


def weibao(installed: Path, folder: Path, *arguments: str) -> str:
    program = f"""
import sys
sys.path = [{str(installed)!r}, *(path for path in sys.path if path != {str(ROOT)!r})]
import bot
from bot.cli import main
print(bot.__file__, file=sys.stderr)
sys.exit(main())
"""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program, *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert ended.stderr.startswith(str(installed))
    return ended.stdout


def test_it_answers_and_digests_from_any_folder(installed: Path, tmp_path: Path) -> None:
    assert weibao(installed, tmp_path, "ask", "校园欺凌谁管").startswith("第8条")
    digest = json.loads(weibao(installed, tmp_path, "digest", "--week", "2022-W29", "--format", "json"))
    assert digest["obligations"]["total"] == 210


def test_the_page_and_the_deployment_files_travel_too(installed: Path) -> None:
    assert (installed / "bot/simulator/page/index.html").is_file()
    assert (installed / "bot/_bundled/config/deploy/weibao.service").is_file()
    assert (installed / "bot/_bundled/plan_data/kelan-2022/notice.txt").is_file()
