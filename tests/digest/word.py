"""Reads a .docx as its reader sees it: paragraphs and tables of plain text; and prints it by LibreOffice."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 72 / 25.4


def parts(content: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def _text(node: ElementTree.Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{W}t"))


def paragraphs(content: bytes) -> list[str]:
    return [_text(p) for p in parts(content)["word/document.xml"].iter(f"{W}p")]


def tables(content: bytes) -> list[list[list[str]]]:
    return [
        [[_text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in parts(content)["word/document.xml"].iter(f"{W}tbl")
    ]


@dataclass(frozen=True)
class Word:
    """A printed word: its page and its box in millimetres from the page's upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def printed(folder: Path, papers: Mapping[str, bytes]) -> dict[str, list[Word]]:
    """Every word of each on paper, by LibreOffice, which is slow to start, and poppler."""
    soffice, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if soffice is None or reader is None:
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    paths = [folder / f"{name}.docx" for name in papers]
    for path, content in zip(paths, papers.values(), strict=True):
        path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)],
        check=True,
        capture_output=True,
        timeout=100,
    )
    if not paths[0].with_suffix(".pdf").exists():
        pytest.skip("LibreOffice has no Writer here")
    return {path.stem: _words(reader, path.with_suffix(".pdf")) for path in paths}


def _words(reader: str, path: Path) -> list[Word]:
    boxes = subprocess.run(
        [reader, "-bbox", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    found, page = [], 0
    for line in boxes.splitlines():
        if size := re.search(r'<page width="([\d.]+)" height="([\d.]+)"', line):
            page += 1
            assert [round(float(side) / MM) for side in size.groups()] == [210, 297]  # A4
        elif box := re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line):
            sides = [float(side) / MM for side in box.groups()[:4]]
            found.append(Word(page, *sides, box.group(5)))
    return found
