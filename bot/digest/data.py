"""The digest as JSON: the machine's face, in the shape that DESIGN.md fixes."""

import json
from dataclasses import asdict
from typing import Any

from bot.digest.model import BlockedLine, Digest, MeasureLine, NewsLine, SectionLine, UnitLine
from bot.digest.text import lead


def digest_json(digest: Digest) -> dict[str, Any]:
    """Plain dicts, lists, strings and numbers; dates as ISO text.

    What stands after ``silent_units`` may grow. ``sections`` hold their measures under ``items``. In
    ``news`` a judicial section has one entry with ``measure``, ``unit`` and ``status`` null, whose ``text``
    is the total.
    """
    return {
        "week": digest.week,
        "from": digest.first.isoformat(),
        "to": digest.last.isoformat(),
        "issue": digest.issue,
        "measures": asdict(digest.measures),
        "obligations": asdict(digest.obligations),
        "due": asdict(digest.due),
        "sections": [_section(section) for section in digest.sections],
        "units": [_unit(unit) for unit in digest.units],
        "news": [_news(line) for line in digest.news],
        "blocked": [_blocked(line) for line in digest.blocked],
        "silent_units": list(digest.silent_units),
        "serial": digest.serial,
        "moment": digest.moment.isoformat(),
        "lead": lead(digest),
        "before": asdict(digest.before) if digest.before else None,
        "received": asdict(digest.received),
        "corrections": [asdict(line) for line in digest.corrections],
        "erased": [line.at.isoformat() for line in digest.erasures],
        "tallies": {
            "units": [asdict(line) for line in digest.unit_tallies],
            "sections": [asdict(line) for line in digest.section_tallies],
        },
    }


def digest_json_bytes(digest: Digest) -> bytes:
    """The same as one line of UTF-8."""
    return (json.dumps(digest_json(digest), ensure_ascii=False) + "\n").encode()


def _section(section: SectionLine) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "measures": asdict(section.measures),
        "items": [_measure(item) for item in section.items],
        "received": asdict(section.received) if section.received else None,
    }


def _measure(item: MeasureLine) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "status": item.status.value,
        "obligations": asdict(item.obligations),
        "last_report": item.last_report.isoformat() if item.last_report else None,
        "received": asdict(item.received) if item.received else None,
    }


def _unit(unit: UnitLine) -> dict[str, Any]:
    return {
        "name": unit.name,
        "obligations": asdict(unit.obligations),
        "due": asdict(unit.due),
        "last_report": unit.last_report.isoformat() if unit.last_report else None,
        "received": asdict(unit.received),
    }


def _news(line: NewsLine) -> dict[str, Any]:
    return {
        "section": line.section,
        "measure": line.measure or None,
        "title": line.title,
        "unit": line.unit or None,
        "status": line.status.value if line.status else None,
        "percent": line.percent,
        "text": line.text,
        "at": line.at.isoformat() if line.at else None,
        "on_behalf": line.on_behalf,
    }


def _blocked(line: BlockedLine) -> dict[str, Any]:
    return {
        "measure": line.measure,
        "title": line.title,
        "unit": line.unit,
        "text": line.text,
        "since": line.since.isoformat(),
    }
