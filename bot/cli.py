"""The program ``weibao``. Every command imports only what it needs, so that ``ask`` answers at once.

Exit status: 0 fine, 1 a refused or failed request, 2 wrong usage. With ``--json``, one object a line.
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from bot.plan.model import Plan
    from bot.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stdout's reader is gone
        return 1
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        if not _expected(error):
            raise
        print(error, file=sys.stderr)
        return 1


def _within(least: int, most: int) -> Callable[[str], int]:
    """For argparse: a whole number from ``least`` to ``most``; anything else is wrong usage."""

    def whole_number(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"请填{least}至{most}之间的整数")
        return number

    return whole_number


def _expected(error: Exception) -> bool:
    """Whether the error's own words are meant for the operator."""
    from bot.plan.loader import PlanDamaged, PlanNotFound
    from bot.plan.notice import NoticeError
    from bot.progress.cadence import CycleUnknown
    from bot.records import StoreError
    from bot.settings import SettingsError

    return isinstance(
        error,
        Refused | SettingsError | StoreError | PlanNotFound | PlanDamaged | NoticeError | CycleUnknown,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="weibao", description="未保助手：把工作方案变成落实的工作。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Any, summary: str, within: Any = commands) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = within.add_parser(name, help=summary, description=summary)
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "模拟器、机器人和网页聊天，不需要令牌和网络")
    demo.add_argument("--port", type=_within(0, 65535), default=8022, help="网页端口（0 为任选）")
    demo.add_argument("--no-browser", action="store_true", help="只打印地址，不打开浏览器")

    command("run", _run, "连接 Telegram 运行机器人")

    ask = command("ask", _ask, "提问；不带问题时从标准输入逐行读取")
    ask.add_argument("question", nargs="*")
    ask.add_argument("--json", action="store_true")

    plan = commands.add_parser("plan", help="方案：列表、内容、检查、导入")
    plans = plan.add_subparsers(dest="action", required=True, metavar="ACTION")
    command("list", _plan_list, "列出可用的方案", plans).add_argument("--json", action="store_true")
    for name, run, summary in (
        ("show", _plan_show, "显示方案"),
        ("check", _plan_check, "检查通知原文中的疑点，附行号"),
    ):
        added = command(name, run, summary, plans)
        added.add_argument("plan", nargs="?", help="方案编号或通知文件（缺省为设置中的方案）")
        added.add_argument("--json", action="store_true")
    imported = command("import", _plan_import, "从通知文本生成方案", plans)
    imported.add_argument("file")
    imported.add_argument("--id", required=True)
    imported.add_argument("--out", help="写到哪个文件夹（缺省为数据目录下 plans/编号）")

    report = commands.add_parser("report", help="汇报：试解析、列表")
    reports = report.add_subparsers(dest="action", required=True, metavar="ACTION")
    parsed = command("parse", _report_parse, "试解析标准输入中的汇报，不保存", reports)
    parsed.add_argument("--unit", help="报送单位")
    parsed.add_argument("--json", action="store_true")
    listed = command("list", _report_list, "列出所有版本的汇报", reports)
    listed.add_argument("--cycle")
    listed.add_argument("--unit")
    listed.add_argument("--json", action="store_true")

    redact = command("redact", _redact, "隐去标准输入各行中的个人信息")
    redact.add_argument("--json", action="store_true")

    remind = command("remind", _remind, "预演提醒：谁会在何时收到什么")
    remind.add_argument("--dry-run", action="store_true", required=True)
    remind.add_argument("--at", help="从何时起（缺省为现在）")
    remind.add_argument("--days", type=_within(0, 400), default=30)
    remind.add_argument("--json", action="store_true")

    digest = command("digest", _digest, "工作周报")
    _digest_options(digest)

    invite = command("invite", _invite, "生成一次性邀请链接")
    whom = invite.add_mutually_exclusive_group(required=True)
    whom.add_argument("unit", nargs="?", help="邀请该单位的联络员")
    whom.add_argument("--office", action="store_true", help="邀请未保办工作人员")
    whom.add_argument("--head", metavar="UNIT", help="邀请该单位的负责人")

    _folder_commands(command)
    doctor = command("doctor", _doctor, "检查设置、网络、目录权限、时钟、时区和字体")
    doctor.add_argument(
        "--live", action="store_true", help="查看正在运行的机器人各部分是否正常，以及最近的告警"
    )
    doctor.add_argument("--json", action="store_true")
    return parser


def _folder_commands(command: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    command("backup", _backup, "备份数据目录（可在运行时进行）").add_argument("file")
    archived = command("archive", _archive, "把一年的汇报、佐证和已签发周报归档为一个 zip")
    archived.add_argument("year", type=_within(2000, 2100))
    archived.add_argument("file")
    command("restore", _restore, "从备份恢复（机器人须先停止）").add_argument("file")


def _digest_options(digest: argparse.ArgumentParser) -> None:
    digest.add_argument("--week", help="例如 2022-W29、上周、第3期、7月、三季度、全年（缺省为本周）")
    digest.add_argument("--format", choices=("text", "json", "md", "docx", "xlsx", "png"), default="text")
    digest.add_argument(
        "--paper",
        choices=("upward", "bulletin"),
        default="upward",
        help="docx 的版式：upward 呈县领导的专报，bulletin 发各单位的简报",
    )
    digest.add_argument("--out", help="写入文件")


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


def _ask(options: argparse.Namespace) -> int:
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


def _plan_list(options: argparse.Namespace) -> int:
    from bot.plan.loader import list_plans, load_plan

    for folder in list_plans(_settings().plan_roots):
        plan = load_plan(folder)
        if options.json:
            _say_json({"id": plan.id, "title": plan.title, "document_number": plan.document_number})
        else:
            _say(f"{plan.id}\t{plan.document_number}\t{plan.title}\t{len(plan.measures)}条措施")
    return 0


def _plan_show(options: argparse.Namespace) -> int:
    from bot.plan import commands

    plan = _plan(_settings(), options.plan)
    _say(commands.show(plan, as_json=options.json))
    return 0


def _plan_check(options: argparse.Namespace) -> int:
    from bot.plan import commands
    from bot.plan.loader import find_plan

    settings = _settings()
    _say(
        commands.check(
            options.plan, lambda name: find_plan(name or settings.plan, settings.plan_roots), options.json
        )
    )
    return 0


def _plan_import(options: argparse.Namespace) -> int:
    from pathlib import Path

    from bot.plan import commands

    out = Path(options.out) if options.out else _settings().data_dir / "plans" / options.id
    _say(commands.import_notice(Path(options.file), options.id, out))
    return 0


def _report_parse(options: argparse.Namespace) -> int:
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


def _report_list(options: argparse.Namespace) -> int:
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


def _redact(options: argparse.Namespace) -> int:
    from bot.privacy import redact, redact_json

    for line in _lines():
        if options.json:
            _say_json(redact_json(line))
        else:
            _say(redact(line).text)
    return 0


def _remind(options: argparse.Namespace) -> int:
    from bot.console import rehearsal
    from bot.reminders.rehearse import row_text

    settings = _settings()
    for row in rehearsal(settings, _plan(settings), _moment(options.at), options.days):
        if options.json:
            _say_json(row)
        else:
            _say(row_text(row))
    return 0


def _digest(options: argparse.Namespace) -> int:
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


def _invite(options: argparse.Namespace) -> int:
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


def _backup(options: argparse.Namespace) -> int:
    from pathlib import Path

    from bot.console import backup

    _say(backup(_settings(), Path(options.file)))
    return 0


def _archive(options: argparse.Namespace) -> int:
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


def _restore(options: argparse.Namespace) -> int:
    from pathlib import Path

    from bot.console import restore

    _say(restore(_settings(), Path(options.file)))
    return 0


def _doctor(options: argparse.Namespace) -> int:
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


def _run(_options: argparse.Namespace) -> int:
    gc.disable()  # nothing that is imported goes again, and looking for it takes a fifth of the start
    from bot.app import run

    gc.enable()

    return run(_settings())


def _demo(options: argparse.Namespace) -> int:
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


if __name__ == "__main__":
    sys.exit(main())
