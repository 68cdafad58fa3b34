"""What each command of ``weibao`` does, given its options. Each imports only what it needs."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.collector import not_collecting
from bot.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from bot.plan.model import Plan
    from bot.settings import Settings


def _say(text: str) -> None:
    print(text, flush=True)


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False))


def _settings() -> "Settings":
    from bot.settings import load_settings

    return load_settings()


def _plan(settings: "Settings", plan_id: str | None = None) -> "Plan":
    from bot.plan.loader import find_plan, load_plan

    return load_plan(find_plan(plan_id or settings.plan, settings.plan_roots))


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def ask(options: argparse.Namespace) -> int:
    """``weibao ask``: answer the question, or each line of standard input."""
    from bot.ask.asker import Asker, answer_json
    from bot.ask.bank import load_bank
    from bot.plan.loader import find_plan, load_plan

    settings = _settings()
    folder = find_plan(settings.plan, settings.plan_roots)
    asker = Asker(load_plan(folder), load_bank(folder))
    questions = [" ".join(options.question)] if options.question else _lines()
    for question in questions:
        answer = asker.ask(question)
        if options.json:
            _say_json(answer_json(answer))
        else:
            _say(answer.message if options.question else " ".join(answer.message.split()))
    return 0


def plan_list(options: argparse.Namespace) -> int:
    """``weibao plan list``: the plans that can be used."""
    from bot.plan.loader import list_plans, load_plan

    for folder in list_plans(_settings().plan_roots):
        plan = load_plan(folder)
        if options.json:
            _say_json({"id": plan.id, "title": plan.title, "document_number": plan.document_number})
        else:
            _say(f"{plan.id}\t{plan.document_number}\t{plan.title}\t{len(plan.measures)}条措施")
    return 0


def plan_show(options: argparse.Namespace) -> int:
    """``weibao plan show``: one plan."""
    from bot.plan import commands

    plan = _plan(_settings(), options.plan)
    _say(commands.show(plan, as_json=options.json))
    return 0


def plan_check(options: argparse.Namespace) -> int:
    """``weibao plan check``: what looks doubtful in a notice, with line numbers."""
    from bot.plan import commands
    from bot.plan.loader import find_plan

    settings = _settings()
    _say(
        commands.check(
            options.plan, lambda name: find_plan(name or settings.plan, settings.plan_roots), options.json
        )
    )
    return 0


def plan_import(options: argparse.Namespace) -> int:
    """``weibao plan import``: a plan's folder from a notice's text."""
    from pathlib import Path

    from bot.plan import commands

    out = Path(options.out) if options.out else _settings().data_dir / "plans" / options.id
    _say(commands.import_notice(Path(options.file), options.id, out))
    return 0


def report_parse(options: argparse.Namespace) -> int:
    """``weibao report parse``: what lines of standard input would report; nothing is saved."""
    from bot.ask.bank import load_judge, load_told
    from bot.ask.finder import judges_for
    from bot.console import ReportParser
    from bot.plan.loader import find_plan, load_plan

    if not options.json and not options.unit:
        raise Refused("请用 --unit 指明报送单位。")
    settings = _settings()
    folder = find_plan(settings.plan, settings.plan_roots)
    plan = load_plan(folder)
    parse = ReportParser(plan, judges_for(plan, load_judge(folder), load_told(folder)))
    for line in _lines():
        if options.json:
            _say_json(parse.json_line(line, options.unit))
        else:
            _say(parse.text_line(line, options.unit))
    return 0


def report_list(options: argparse.Namespace) -> int:
    """``weibao report list``: every version of the reports."""
    from bot.progress.cadence import cycle_span
    from bot.progress.ledger import Ledger
    from bot.progress.model import STATUS_NAMES
    from bot.progress.reports import report_json
    from bot.store import open_reader

    if options.cycle:
        cycle_span(options.cycle)  # refuses what is no cycle
    settings = _settings()
    ledger = Ledger(open_reader(settings.data_dir), plan := _plan(settings))
    unit = _unit(plan, options.unit) if options.unit else None
    for report in ledger.versions(cycle=options.cycle, unit=unit):
        row = report_json(ledger, report)
        if options.json:
            _say_json(row)
        else:
            percent = "" if report.percent is None else f"{report.percent}%"
            said = f"{STATUS_NAMES[report.status]}{percent}\t{row['state']}\t{report.text}"
            _say(f"{report.at:%Y-%m-%d %H:%M}\t{report.cycle}\t{report.unit}\t第{report.measure}条\t{said}")
    return 0


def redact(options: argparse.Namespace) -> int:
    """``weibao redact``: lines of standard input without what is personal in them."""
    from bot.privacy import redact, redact_json

    for line in _lines():
        if options.json:
            _say_json(redact_json(line))
        else:
            _say(redact(line).text)
    return 0


def remind(options: argparse.Namespace) -> int:
    """``weibao remind --dry-run``: who would be told what, when and why."""
    from bot.console import rehearsal
    from bot.reminders.rehearse import row_text

    settings = _settings()
    for row in rehearsal(settings, _plan(settings), _moment(options.at), options.days):
        if options.json:
            _say_json(row)
        else:
            _say(row_text(row))
    return 0


def digest(options: argparse.Namespace) -> int:
    """``weibao digest``: one face of a week's or a longer digest."""
    from pathlib import Path

    from bot.console import digest_face

    settings = _settings()
    form = options.paper if options.format == "docx" else options.format
    face = digest_face(settings, _plan(settings), options.week, form)
    if options.out:
        try:
            Path(options.out).write_bytes(face)
        except OSError as error:
            raise Refused(f"写不了文件 {options.out}（{error.strerror}），请核对路径和权限。") from error
    elif options.format not in ("text", "json", "md") and sys.stdout.isatty():
        raise Refused("请用 --out 指定要写入的文件。")
    else:
        sys.stdout.buffer.write(face)
        sys.stdout.flush()
    return 0


def invite(options: argparse.Namespace) -> int:
    """``weibao invite``: a link that seats one person."""
    from bot.console import invite
    from bot.roster.model import Role

    settings = _settings()
    plan = _plan(settings)
    if options.office:
        role, unit = Role.OFFICE, ""
    else:
        role, unit = (Role.HEAD, options.head) if options.head else (Role.LIAISON, options.unit)
        unit = _unit(plan, unit)
    _say(invite(settings, plan, role, unit))
    return 0


def _unit(plan: "Plan", name: str) -> str:
    from bot.plan.directory import UnitDirectory

    unit = UnitDirectory(plan).resolve(name)
    if unit is None:
        raise Refused(f"方案中没有名为“{name}”的责任单位，请核对单位名称。")
    return unit.name


def backup(options: argparse.Namespace) -> int:
    """``weibao backup``: the data folder as one file, also while the bot runs."""
    from pathlib import Path

    from bot.console import backup

    _say(backup(_settings(), Path(options.file)))
    return 0


def archive(options: argparse.Namespace) -> int:
    """``weibao archive``: a year's reports, evidence and issues as one zip."""
    from pathlib import Path

    from bot.archive import archive
    from bot.digest.archive_texts import done
    from bot.evidence.shelf import Shelf
    from bot.store import open_reader

    settings = _settings()
    shelf, reader = Shelf(settings.data_dir), open_reader(settings.data_dir)
    made = archive(reader, _plan(settings), shelf, options.year, Path(options.file))
    _say(done(options.file, made.files, made.evidence, len(made.missing)))
    return 0


def restore(options: argparse.Namespace) -> int:
    """``weibao restore``: the data folder from a backup."""
    from pathlib import Path

    from bot.console import restore

    _say(restore(_settings(), Path(options.file)))
    return 0


def doctor(options: argparse.Namespace) -> int:
    """``weibao doctor``: what is well and what is not; status 1 where something is not."""
    from bot.doctor import examine, examine_live

    findings, alerts = examine_live() if options.live else (examine(), [])
    for finding in findings:
        if options.json:
            _say_json({"check": finding.check, "ok": finding.ok, "message": finding.message})
        else:
            _say(f"{'正常' if finding.ok else '问题'}  {finding.check}：{finding.message}")
    for alert in alerts:
        if options.json:
            _say_json({"check": "告警", "ok": True, "message": alert.text, "at": alert.at.isoformat()})
        else:
            _say(f"告警  {alert.at:%Y-%m-%d %H:%M}  {alert.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def run(_options: argparse.Namespace) -> int:
    """``weibao run``: serve until told to stop."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # its command line: rich, pygments
    with not_collecting():
        from bot.app import run
    return run(_settings())


def demo(options: argparse.Namespace) -> int:
    """``weibao demo``: everything in a browser, without a token."""
    from bot.demo import run

    return run(port=options.port, browser=not options.no_browser)


def _moment(text: str | None) -> "datetime":
    from bot.clock import SHANGHAI, system_clock

    if text is None:
        return system_clock()
    from dateutil.parser import ParserError, parse

    try:
        moment = parse(text)
    except (ParserError, OverflowError) as error:
        raise Refused(f"看不懂时间“{text}”，请写成 2022-07-20 09:00 的样子。") from error
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
