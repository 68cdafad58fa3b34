"""Plans on disk: one folder a plan, with ``plan.json`` (made by the parser) and ``units.toml`` beside it."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.plan.model import Measure, Plan, Section, Unit
from bot.plan.naming import is_judicial, is_office

PLAN_FILE = "plan.json"
UNITS_FILE = "units.toml"


class PlanNotFound(LookupError):
    """No folder holds a plan of that id; the message is Chinese and names the plans that there are."""


class PlanDamaged(ValueError):
    """A plan's file cannot be read; the message is Chinese and names the file."""


def list_plans(roots: Sequence[Path]) -> list[Path]:
    """The folders that hold a plan, by id; where two roots hold the same id the earlier root's counts."""
    found: dict[str, Path] = {}
    for root in roots:
        for file in sorted(root.glob(f"*/{PLAN_FILE}")):
            found.setdefault(file.parent.name, file.parent)
    return [found[name] for name in sorted(found)]


def find_plan(plan_id: str, roots: Sequence[Path]) -> Path:
    """The folder of the plan. Raises PlanNotFound."""
    folders = {folder.name: folder for folder in list_plans(roots)}
    if plan_id not in folders:
        known = (
            f"现有方案：{'、'.join(folders)}。"
            if folders
            else "目前没有任何方案，请先用 weibao plan import 读入。"
        )
        raise PlanNotFound(f"没有编号为“{plan_id}”的方案。{known}")
    return folders[plan_id]


def load_plan(folder: Path) -> Plan:
    """The plan of a folder, its units completed from ``units.toml`` and in institutional order.

    A unit that ``units.toml`` does not know keeps its derived names and comes last. Raises PlanDamaged
    when a file cannot be read, FileNotFoundError when there is no ``plan.json``.
    """
    path = folder / PLAN_FILE
    try:
        return _plan(json.loads(path.read_bytes()), _unit_details(folder / UNITS_FILE))
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise PlanDamaged(
            f"方案文件无法读取，请检查{folder}中的{PLAN_FILE}与{UNITS_FILE}：{error}"
        ) from error


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan in the shape of ``weibao plan show --json``."""
    return {
        "id": plan.id,
        "title": plan.title,
        "document_number": plan.document_number,
        "issuer": plan.issuer,
        "issued_on": plan.issued_on,
        "sections": [{"number": section.number, "title": section.title} for section in plan.sections],
        "measures": [
            {
                "number": measure.number,
                "section": measure.section,
                "title": measure.title,
                "text": measure.text,
                "units": list(measure.units),
                "lead": list(measure.lead),
                "support": list(measure.support),
                "deadline": measure.deadline,
                "all_members": measure.all_members,
            }
            for measure in plan.measures
        ],
        "units": [
            {"name": unit.name, "full_name": unit.full_name, "aliases": list(unit.aliases)}
            for unit in plan.units
        ],
    }


def plan_bytes(plan: Plan) -> bytes:
    """The content of ``plan.json``: the same plan always gives the same bytes."""
    return (json.dumps(plan_json(plan), ensure_ascii=False, indent=2) + "\n").encode()


def _plan(data: dict[str, Any], details: dict[str, dict[str, Any]]) -> Plan:
    units = [_unit(unit, details.get(unit["name"], {}), rank) for rank, unit in enumerate(data["units"])]
    return Plan(
        id=data["id"],
        title=data["title"],
        document_number=data["document_number"],
        issuer=data["issuer"],
        issued_on=data["issued_on"],
        sections=tuple(Section(section["number"], section["title"]) for section in data["sections"]),
        measures=tuple(_measure(measure) for measure in data["measures"]),
        units=tuple(sorted(units, key=lambda unit: unit.order)),
    )


def _measure(data: dict[str, Any]) -> Measure:
    return Measure(
        number=data["number"],
        section=data["section"],
        title=data["title"],
        text=data["text"],
        units=tuple(data["units"]),
        all_members=data["all_members"],
        lead=tuple(data["lead"]),
        support=tuple(data["support"]),
        deadline=data["deadline"],
    )


_UNORDERED = 1_000
"""Order of the first unit that no institutional order is given for."""


def _unit(data: dict[str, Any], details: dict[str, Any], rank: int) -> Unit:
    name = data["name"]
    aliases = dict.fromkeys([*details.get("aliases", ()), *data["aliases"]])
    return Unit(
        name=name,
        full_name=details.get("full_name", data["full_name"]),
        aliases=tuple(alias for alias in aliases if alias not in {name, details.get("full_name")}),
        function=details.get("function", ""),
        phone=details.get("phone", ""),
        order=details.get("order", _UNORDERED + rank),
        office=details.get("office", is_office(name)),
        judicial=details.get("judicial", is_judicial(name)),
    )


def _unit_details(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {unit["name"]: unit for unit in tomllib.load(file).get("unit", ())}
