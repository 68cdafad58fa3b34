"""The program ``weibao``: its commands and their options (what each does: ``bot.commands``).

Exit status: 0 fine, 1 a refused or failed request, 2 wrong usage. With ``--json``, one object a line.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from bot import commands as do
from bot.refusal import Refused


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

    demo = command("demo", do.demo, "模拟器、机器人和网页聊天，不需要令牌和网络")
    demo.add_argument("--port", type=_within(0, 65535), default=8022, help="网页端口（0 为任选）")
    demo.add_argument("--no-browser", action="store_true", help="只打印地址，不打开浏览器")

    command("run", do.run, "连接 Telegram 运行机器人")

    ask = command("ask", do.ask, "提问；不带问题时从标准输入逐行读取")
    ask.add_argument("question", nargs="*")
    ask.add_argument("--json", action="store_true")

    plan = commands.add_parser("plan", help="方案：列表、内容、检查、导入")
    plans = plan.add_subparsers(dest="action", required=True, metavar="ACTION")
    command("list", do.plan_list, "列出可用的方案", plans).add_argument("--json", action="store_true")
    for name, run, summary in (
        ("show", do.plan_show, "显示方案"),
        ("check", do.plan_check, "检查通知原文中的疑点，附行号"),
    ):
        added = command(name, run, summary, plans)
        added.add_argument("plan", nargs="?", help="方案编号或通知文件（缺省为设置中的方案）")
        added.add_argument("--json", action="store_true")
    imported = command("import", do.plan_import, "从通知文本生成方案", plans)
    imported.add_argument("file")
    imported.add_argument("--id", required=True)
    imported.add_argument("--out", help="写到哪个文件夹（缺省为数据目录下 plans/编号）")

    report = commands.add_parser("report", help="汇报：试解析、列表")
    reports = report.add_subparsers(dest="action", required=True, metavar="ACTION")
    parsed = command("parse", do.report_parse, "试解析标准输入中的汇报，不保存", reports)
    parsed.add_argument("--unit", help="报送单位")
    parsed.add_argument("--json", action="store_true")
    listed = command("list", do.report_list, "列出所有版本的汇报", reports)
    listed.add_argument("--cycle")
    listed.add_argument("--unit")
    listed.add_argument("--json", action="store_true")

    redact = command("redact", do.redact, "隐去标准输入各行中的个人信息")
    redact.add_argument("--json", action="store_true")

    remind = command("remind", do.remind, "预演提醒：谁会在何时收到什么")
    remind.add_argument("--dry-run", action="store_true", required=True)
    remind.add_argument("--at", help="从何时起（缺省为现在）")
    remind.add_argument("--days", type=_within(0, 400), default=30)
    remind.add_argument("--json", action="store_true")

    digest = command("digest", do.digest, "工作周报")
    _digest_options(digest)

    invite = command("invite", do.invite, "生成一次性邀请链接")
    whom = invite.add_mutually_exclusive_group(required=True)
    whom.add_argument("unit", nargs="?", help="邀请该单位的联络员")
    whom.add_argument("--office", action="store_true", help="邀请未保办工作人员")
    whom.add_argument("--head", metavar="UNIT", help="邀请该单位的负责人")

    _folder_commands(command)
    doctor = command("doctor", do.doctor, "检查设置、网络、目录权限、时钟、时区和字体")
    doctor.add_argument(
        "--live", action="store_true", help="查看正在运行的机器人各部分是否正常，以及最近的告警"
    )
    doctor.add_argument("--json", action="store_true")
    return parser


def _folder_commands(command: Callable[[str, Any, str], argparse.ArgumentParser]) -> None:
    command("backup", do.backup, "备份数据目录（可在运行时进行）").add_argument("file")
    archived = command("archive", do.archive, "把一年的汇报、佐证和已签发周报归档为一个 zip")
    archived.add_argument("year", type=_within(2000, 2100))
    archived.add_argument("file")
    command("restore", do.restore, "从备份恢复（机器人须先停止）").add_argument("file")


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


if __name__ == "__main__":
    sys.exit(main())
