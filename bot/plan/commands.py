"""The ``weibao plan`` commands as plain functions: they return what is to be printed."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bot.plan import texts
from bot.plan.check import check_notice
from bot.plan.loader import PLAN_FILE, load_plan, plan_bytes, plan_json
from bot.plan.model import Measure, Plan
from bot.plan.notice import NoticeError, parse_notice

NOTICE_FILE = "notice.txt"


def show(plan: Plan, *, as_json: bool) -> str:
    """The whole plan, as one JSON object on one line or as text to read."""
    if as_json:
        return json.dumps(plan_json(plan), ensure_ascii=False)
    lines = [plan.title, " ".join(filter(None, (plan.document_number, plan.issuer, plan.issued_on)))]
    for section in plan.sections:
        lines += ["", f"第{section.number}部分 {section.title}"]
        lines += [_entry(measure) for measure in plan.measures if measure.section == section.number]
    return "\n".join(lines)


def check(name: str | None, find: Callable[[str | None], Path], as_json: bool) -> str:
    """The doubts about a plan's notice, one a line; as JSON one object a line, nothing when there are none.

    ``name`` is a notice's file, or else a plan's id (None: the default plan's), whose folder ``find``
    gives. Raises NoticeError when there is no notice to read, and what ``find`` raises.
    """
    if name and Path(name).is_file():
        doubts = check_notice(read_notice(Path(name)), Path(name).stem)
    else:
        folder = Path(name) if name and Path(name).is_dir() else find(name)
        plan = load_plan(folder) if (folder / PLAN_FILE).exists() else None
        known = [unit.name for unit in plan.units] if plan else []
        doubts = check_notice(read_notice(folder / NOTICE_FILE), folder.name, known)
    if as_json:
        return "\n".join(json.dumps(asdict(doubt), ensure_ascii=False) for doubt in doubts)
    rows = [texts.FOUND.format(count=len(doubts))] if doubts else [texts.NOTHING]
    for doubt in doubts:
        where = f"第{doubt.line}行" + (f"·措施{doubt.measure}" if doubt.measure else "")
        rows.append(f"{where} 【{texts.KIND_NAMES[doubt.kind]}】{doubt.message}（“{doubt.excerpt}”）")
    return "\n".join(rows)


def import_notice(file: Path, plan_id: str, out: Path) -> str:
    """Make ``plan.json`` in the folder ``out`` from a notice, and keep the notice beside it.

    Files that are there already and are not made from the notice (``units.toml``) stay. Raises
    NoticeError when the file cannot be read as a plan.
    """
    plan = parse_notice(read_notice(file), plan_id)
    out.mkdir(parents=True, exist_ok=True)
    (out / PLAN_FILE).write_bytes(plan_bytes(plan))
    kept = out / NOTICE_FILE
    if not kept.exists() or not kept.samefile(file):
        kept.write_bytes(file.read_bytes())
    return texts.IMPORTED.format(
        title=plan.title,
        sections=len(plan.sections),
        measures=len(plan.measures),
        units=len(plan.units),
        file=out / PLAN_FILE,
    )


def read_notice(file: Path) -> str:
    """A notice's text, whichever of UTF-8, UTF-16 and GB 18030 it is kept in. Raises NoticeError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NoticeError(texts.NO_FILE.format(file=file)) from error
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeError(texts.NOT_TEXT.format(file=file))


def _entry(measure: Measure) -> str:
    owners = [*measure.units, *(["各成员单位"] if measure.all_members else [])]
    roles = (("牵头单位", measure.lead), ("配合单位", measure.support), ("责任单位", owners))
    printed = "；".join(f"{label}：{'、'.join(names)}" for label, names in roles if names)
    return f"第{measure.number}条 {measure.title}。{measure.text}（{printed or texts.NO_OWNER}）"
