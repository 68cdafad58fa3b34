"""Validated settings: `config/weibao.toml` gives every default, the operator's file and the environment win.

Secrets (token, webhook secret) come from the environment or a mode-600 file only, never from a TOML file
(DESIGN.md, decision 10), and never show in a repr.
"""

import os
import re
import stat
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_TOKEN = re.compile(r"\d+:\S+")


class SettingsError(Exception):
    """A setting is missing or wrong; the message says which and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class StageSetting:
    """One reminder stage: working days from the deadline day (negative: before), time, who, on what."""

    name: str
    offset: int
    at: time
    audience: str
    condition: str


@dataclass(frozen=True, slots=True)
class StagesForSetting:
    """Other stages, by name, for a plan (empty: every plan) or for units of it (empty: all)."""

    plan: str
    units: tuple[str, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperSetting:
    """How the bulletin is called, who receives the two papers, and how many copies are printed."""

    bulletin: str
    report_to: str
    send_to: str
    distribute_to: str
    copies: int


@dataclass(frozen=True, slots=True)
class RetentionSetting:
    """After how many days drafts, what was set aside, and the ids of those who left are forgotten."""

    draft_days: int
    aside_days: int
    leaver_days: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Paths are absolute; times are in Asia/Shanghai."""

    base_url: str
    proxy: str
    webhook_url: str
    webhook_listen: str
    data_dir: Path
    office_ids: frozenset[int]
    plan: str
    deadline_day: int
    deadline_time: time
    digest_time: time
    paper: PaperSetting
    quiet_hours: tuple[tuple[time, time], ...]
    stages: tuple[StageSetting, ...]
    stages_for: tuple[StagesForSetting, ...]
    messages_per_second: float
    chat_per_second: float
    group_per_minute: int
    attachment_megabytes: int
    retention: RetentionSetting
    token: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)

    @property
    def plan_roots(self) -> tuple[Path, ...]:
        """Where plans are looked for: the operator's own first, then those that came with the program."""
        return (self.data_dir / "plans", bundled("plan_data"))

    @property
    def calendar_file(self) -> Path:
        """Days off and make-up days: the operator's file if there is one, else the one that came along."""
        own = self.data_dir / "calendar.toml"
        return own if own.exists() else bundled("config") / "calendar.toml"


def bundled(name: str) -> Path:
    """A folder that travels with the program: beside it in a checkout, inside it in a wheel."""
    inside = _HERE / "_bundled" / name
    return inside if inside.is_dir() else _HERE.parent / name


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read defaults, the operator's file (``WEIBAO_CONFIG``) and ``WEIBAO_*``; raise SettingsError."""
    values = _read_toml(bundled("config") / "weibao.toml")
    if own := environ.get("WEIBAO_CONFIG"):
        values = _merge(values, _read_toml(Path(own)), own)
    for name in ("base_url", "proxy", "webhook_url", "webhook_listen", "data_dir", "office_ids", "plan"):
        if (text := environ.get(f"WEIBAO_{name.upper()}")) is not None:
            values[name] = text.strip()
    return _settings(values, environ)


def _settings(values: dict[str, Any], environ: Mapping[str, str]) -> Settings:
    limits, cycle = values["limits"], values["cycle"]
    try:
        stages = tuple(_stage(stage) for stage in values["stages"])
        return Settings(
            base_url=_url(values["base_url"], "base_url") or "https://api.telegram.org",
            proxy=str(values["proxy"]),
            webhook_url=_url(values["webhook_url"], "webhook_url"),
            webhook_listen=str(values["webhook_listen"]),
            data_dir=Path(values["data_dir"]).expanduser().resolve(),
            office_ids=_ids(values["office_ids"]),
            plan=str(values["plan"]),
            deadline_day=_within(cycle["deadline_day"], "cycle.deadline_day", 1, 28),
            deadline_time=_time(cycle["deadline_time"], "cycle.deadline_time"),
            digest_time=_time(values["digest"]["offer_time"], "digest.offer_time"),
            paper=_paper(values["paper"]),
            quiet_hours=_quiet(values["reminders"]["quiet"]),
            stages=stages,
            stages_for=tuple(
                _stages_for(one, {stage.name for stage in stages}) for one in values["stages_for"]
            ),
            messages_per_second=float(limits["messages_per_second"]),
            chat_per_second=float(limits["chat_per_second"]),
            group_per_minute=_within(limits["group_per_minute"], "limits.group_per_minute", 1, 10_000),
            attachment_megabytes=_within(
                limits["attachment_megabytes"], "limits.attachment_megabytes", 1, 20
            ),
            retention=_retention(values["retention"]),
            token=_token(environ),
            webhook_secret=environ.get("WEIBAO_WEBHOOK_SECRET", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"设置有误：{error}。请对照 config/weibao.toml 修改。") from error


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"读不到设置文件 {path}：{error.strerror}。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 不是有效的 TOML：{error}。") from error


def _merge(defaults: dict[str, Any], own: dict[str, Any], source: str, prefix: str = "") -> dict[str, Any]:
    merged = dict(defaults)
    for key, value in own.items():
        if key not in defaults:
            raise SettingsError(_unknown(prefix + key, [prefix + name for name in defaults], source))
        nested = isinstance(defaults[key], dict) and isinstance(value, dict)
        merged[key] = _merge(defaults[key], value, source, f"{prefix}{key}.") if nested else value
    return merged


def _unknown(key: str, known: list[str], source: str) -> str:
    if key in {"token", "webhook_secret"}:
        return f"{source} 中不应写 {key}：密钥只从环境变量 WEIBAO_{key.upper()} 或权限 600 的文件读取。"
    near = get_close_matches(key, known, n=1)
    return f"{source} 中的设置 {key} 不认识。" + (f"是不是 {near[0]}？" if near else "")


def _token(environ: Mapping[str, str]) -> str:
    if file := environ.get("WEIBAO_TOKEN_FILE"):
        path = Path(file)
        try:
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                raise SettingsError(f"令牌文件 {path} 他人可读，请先执行 chmod 600 {path}。")
            token = path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"读不到令牌文件 {path}：{error.strerror}。") from error
    else:
        token = environ.get("WEIBAO_TOKEN", "").strip()
    if token and not _TOKEN.fullmatch(token):
        raise SettingsError("令牌的样子不对，应为“数字:字母数字”，请到 @BotFather 处重新复制。")
    return token


def _url(value: object, name: str) -> str:
    text = str(value).rstrip("/")
    if text and not re.match(r"https?://[^/\s]+", text):
        raise ValueError(f"{name} 应以 http:// 或 https:// 开头")
    return text


def _ids(value: object) -> frozenset[int]:
    parts = value if isinstance(value, list) else str(value).replace("，", ",").split(",")
    try:
        return frozenset(int(part) for part in parts if str(part).strip())
    except ValueError as error:
        raise ValueError("office_ids 应是用逗号分开的 Telegram 数字编号") from error


def _within(value: object, name: str, low: int, high: int) -> int:
    if not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} 应是 {low} 到 {high} 之间的整数")
    return value


def _time(value: object, name: str) -> time:
    try:
        return value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{name} 应写成 09:00 的样子") from error


def _quiet(value: Any) -> tuple[tuple[time, time], ...]:
    spans = []
    for text in value:
        begins, dash, until = str(text).partition("-")
        if not dash:
            raise ValueError("reminders.quiet 应写成 12:00-14:30 的样子")
        spans.append((_time(begins.strip(), "reminders.quiet"), _time(until.strip(), "reminders.quiet")))
    minutes = {minute for span in spans for minute in _minutes(*span)}
    if len(minutes) == 24 * 60:
        raise ValueError("reminders.quiet 不能占满全天")
    return tuple(spans)


def _minutes(begins: time, until: time) -> Iterator[int]:
    first, last = (one.hour * 60 + one.minute for one in (begins, until))
    yield from range(first, last) if first <= last else (*range(first, 24 * 60), *range(last))


def _paper(value: Mapping[str, Any]) -> PaperSetting:
    return PaperSetting(
        bulletin=str(value["bulletin"]),
        report_to=str(value["report_to"]),
        send_to=str(value["send_to"]),
        distribute_to=str(value["distribute_to"]),
        copies=_within(value["copies"], "paper.copies", 1, 10_000),
    )


def _retention(value: Mapping[str, Any]) -> RetentionSetting:
    names = ("draft_days", "aside_days", "leaver_days")
    return RetentionSetting(*(_within(value[name], f"retention.{name}", 1, 365) for name in names))


def _stage(value: Mapping[str, Any]) -> StageSetting:
    stage = StageSetting(
        name=str(value["name"]),
        offset=int(value["offset"]),
        at=_time(value["at"], "stages.at"),
        audience=str(value["audience"]),
        condition=str(value["condition"]),
    )
    if stage.audience not in {"liaison", "office"}:
        raise ValueError("stages.audience 应是 liaison 或 office")
    if stage.condition not in {"owed", "overdue"}:
        raise ValueError("stages.condition 应是 owed 或 overdue")
    return stage


def _stages_for(value: Mapping[str, Any], known: Collection[str]) -> StagesForSetting:
    one = StagesForSetting(
        plan=str(value.get("plan", "")),
        units=tuple(str(unit) for unit in value.get("units", ())),
        stages=tuple(str(name) for name in value["stages"]),
    )
    if unknown := [name for name in one.stages if name not in known]:
        raise ValueError(f"stages_for.stages 中的 {unknown[0]} 不是 stages 里的名字")
    if unknown := sorted(value.keys() - {"plan", "units", "stages"}):
        raise ValueError(f"stages_for 中的 {unknown[0]} 不认识")
    return one
