"""What the commands do without a chat: they read beside a running bot, and hand it what they want written."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import system_clock
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar, load_overrides
from bot.progress.freetext import parse_report
from bot.progress.parsed import parsed_json
from bot.records import StoreError
from bot.reminders.model import Terms
from bot.reminders.quiet import Quiet
from bot.reminders.stages import Audience, Condition, Selection, Stage, Stages
from bot.roster.model import Role
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ask.finder import Judges
    from bot.chat.services import Services
    from bot.digest.stored import Issued
    from bot.finding import Finding
    from bot.records import Records
    from bot.reminders.rehearse import Row


def load_terms(settings: Settings, plan: Plan) -> Terms:
    """Cycles, working days, reminder stages and quiet hours as the settings choose them."""
    calendar = WorkCalendar(load_overrides(settings.calendar_file))
    stages = tuple(
        Stage(s.name, s.offset, s.at, Audience(s.audience), Condition(s.condition)) for s in settings.stages
    )
    return Terms(
        plan=plan,
        rules=CadenceRules(deadline_day=settings.deadline_day, deadline_time=settings.deadline_time),
        calendar=calendar,
        stages=Stages(stages, tuple(Selection(s.plan, s.units, s.stages) for s in settings.stages_for)),
        quiet=Quiet(calendar, settings.quiet_hours),
    )


def rehearsal(settings: Settings, plan: Plan, start: datetime, days: int) -> "list[Row]":
    """Who would be told what from ``start`` on, by the record as it stands."""
    from bot.reminders.rehearse import rehearse
    from bot.store import open_reader

    reader = open_reader(settings.data_dir)
    terms = load_terms(settings, plan).in_force(reader)
    return rehearse(reader, terms, start, days=days, office=settings.office_ids)


class ReportParser:
    """Tries messages out as reports, one a line, without storing anything."""

    def __init__(self, plan: Plan, judge: "Judges | None" = None) -> None:
        """Parse against this plan, with its classifiers if it has them.

        Whether a measure is the unit's own is not checked.
        """
        self._plan, self._judge = plan, judge
        self._directory = UnitDirectory(plan)

    def json_line(self, line: str, unit: str | None) -> dict[str, Any]:
        """One ``{"text","unit"}`` line to what it would report; any other line reports nothing."""
        try:
            asked = json.loads(line)
            text, whose = str(asked["text"]), asked.get("unit") or unit
        except (ValueError, TypeError, KeyError, AttributeError):
            return {"items": [], "message": '每行应为一个 JSON 对象：{"text": …, "unit": …}。'}
        return self._parse(text, whose)

    def text_line(self, line: str, unit: str | None) -> str:
        """One message to one line of what it would report."""
        return " ".join(str(self._parse(line, unit)["message"]).split())

    def _parse(self, text: str, unit: str | None) -> dict[str, Any]:
        found = self._directory.resolve(unit) if unit else None
        if found is None:
            return {"items": [], "message": f"方案中没有名为“{unit or ''}”的责任单位。"}
        from bot.privacy import redact

        return parsed_json(parse_report(redact(text).text, self._plan, found.name, self._judge))


def digest_face(settings: Settings, plan: Plan, week: str | None, form: str) -> bytes:
    """One face (bot.digest.faces) of a week's digest, by the record as it stands."""
    from bot.digest.faces import render
    from bot.digest.issue import drafted, file_of, frozen, issued_of
    from bot.digest.model import Letterhead
    from bot.digest.periods import resolve
    from bot.digest.trend import with_trend
    from bot.store import open_reader

    now = system_clock()
    reader = open_reader(settings.data_dir)
    terms = load_terms(settings, plan).in_force(reader)
    name = resolve(reader, plan, week or "", now.date())
    if (issued := issued_of(reader, plan, name)) is not None:
        kept = file_of(reader, issued, form)
        if kept is not None:
            return kept
        return _kept(settings, issued, form, render(form, frozen(reader, issued), plan, issued.letterhead))
    digest = with_trend(drafted(reader, plan, terms.rules, terms.calendar, name, now=now), reader, plan)
    return render(form, digest, plan, Letterhead(**asdict(settings.paper)))


def _kept(settings: Settings, issued: "Issued", face: str, made: bytes) -> bytes:
    """A face as it is kept from now on, by the running bot or, when none runs, here under the lock.

    Where it cannot be kept it is handed out all the same: the next pull draws it from the same data.
    """
    from bot.store.socket import NAME, request

    asked = {"do": "keep", "plan": issued.plan, "week": issued.week, "checksum": issued.checksum}
    asked |= {"face": face, "content": base64.b64encode(made).decode()}
    try:
        answer = request(settings.data_dir / NAME, asked)
        if answer is not None:
            return base64.b64decode(answer["content"])
        from bot.store import TinyStore

        store = TinyStore.open(settings.data_dir)
        try:
            return store.transact_now(lambda records: _keep(records, asked))
        finally:
            store.close_now()
    except StoreError:
        return made


def _keep(records: "Records", asked: dict[str, Any]) -> bytes:
    from bot.digest.issue import keep_file
    from bot.digest.stored import Issued
    from bot.store.socket import RequestError

    issued = records.get(Issued, f"{asked['plan']}:{asked['week']}")
    if issued is None:
        raise RequestError("没有这一期。")
    return keep_file(records, issued, asked["face"], base64.b64decode(asked["content"]), asked["checksum"])


def invite(settings: Settings, plan: Plan, role: Role, unit: str) -> str:
    """A one-time link, issued by the running bot or, when none runs, here under the lock."""
    from bot.roster.seats import new_code
    from bot.roster.texts import place
    from bot.store.socket import NAME, request

    asked = {"do": "invite", "plan": plan.id, "role": role.value, "unit": unit, "code": new_code()}
    answer = request(settings.data_dir / NAME, asked)
    if answer is None:
        from bot.store import TinyStore

        store = TinyStore.open(settings.data_dir)
        try:
            store.transact_now(lambda records: _issue(records, plan, asked, system_clock()))
        finally:
            store.close_now()
        answer = {"username": ""}
    whose = f"{place(unit, role)}的邀请（7日内有效，仅限一人使用）："
    if username := answer["username"]:
        return f"{whose}\n{_link(username, asked['code'])}"
    return f"{whose}\n机器人尚未连上 Telegram，没有链接。连上后，请对方向机器人发送：/start {asked['code']}"


def backup(settings: Settings, file: Path) -> str:
    """Back the data folder up, through the running bot or, when none runs, under the lock."""
    from bot.store.backup import backup as write

    made = write(settings.data_dir, file)
    return f"已备份并核对：{file}（{made.files}个文件，{made.size}字节）"


def restore(settings: Settings, file: Path) -> str:
    """Put a backup in place of the data folder's record; what was there is kept beside it."""
    from bot.store.backup import restore as put_back

    return f"已恢复。原有数据保留在：{put_back(settings.data_dir, file)}"


async def answer_console(
    services: "Services",
    username: str,
    health: "Callable[[], Awaitable[list[Finding]]]",
    asked: dict[str, Any],
) -> dict[str, Any]:
    """What the running bot does for a command. Only who may read the data folder reaches this.

    Raises RequestError where it cannot.
    """
    from bot.finding import HEALTH_REQUEST
    from bot.store.backup import SNAPSHOT_REQUEST, answer_snapshot
    from bot.store.socket import RequestError
    from bot.store.tiny import TinyStore

    if asked == SNAPSHOT_REQUEST and isinstance(services.store, TinyStore):
        return await answer_snapshot(services.store)
    if asked == HEALTH_REQUEST:
        return {"findings": [asdict(finding) for finding in await health()]}
    if asked.get("do") == "keep":
        content = await services.store.transact(lambda records: _keep(records, asked))
        return {"content": base64.b64encode(content).decode()}
    if asked.get("do") != "invite":
        raise RequestError("正在运行的机器人版本不同，不认识这个请求；请重启机器人后再试。")
    if asked["plan"] != services.plan.id:
        raise RequestError(f"正在运行的机器人使用的方案是 {services.plan.id}，请核对 WEIBAO_PLAN。")
    now = services.clock()
    await services.store.transact(lambda records: _issue(records, services.plan, asked, now))
    return {"username": username}


def _link(username: str, code: str) -> str:
    from bot.chat.message import deep_link

    return deep_link(username, code)


def _issue(records: "Records", plan: Plan, asked: dict[str, Any], now: datetime) -> None:
    from bot.roster.seats import issue_invite

    role = Role(asked["role"])
    issue_invite(records, plan, unit=asked["unit"], role=role, by=None, now=now, code=asked["code"])
