"""``weibao doctor``: what an operator gets wrong, each with what to do about it."""

import asyncio
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.alerts import PastAlert, past_alerts
from bot.clock import SHANGHAI
from bot.finding import HEALTH_REQUEST, Finding, calendar_finding
from bot.records import StoreError
from bot.settings import Settings, SettingsError, load_settings
from bot.store.socket import NAME, request

_SKEW_SECONDS = 60
_PATIENCE = 10.0
_ALERTS = 20
_FREE_BYTES = 200 * 2**20
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
)
_FONT_NAMES = (
    "cjk",
    "wqy",
    "simsun",
    "simhei",
    "fang",
    "song",
    "heiti",
    "sourcehan",
    "notosanssc",
    "droidsansfallback",
)


def examine() -> list[Finding]:
    """Run every check; each failure says what to do. Sends nothing but getMe."""
    try:
        settings = load_settings()
    except SettingsError as error:
        return [Finding("设置", False, str(error))]
    checks: Iterable[Callable[[Settings], Finding]] = (_folder, _disk, _zone, _plan, _calendar, _fonts)
    findings = [Finding("设置", True, "设置文件和环境变量有效"), *(check(settings) for check in checks)]
    return [*findings, *asyncio.run(_network(settings))]


def examine_live() -> tuple[list[Finding], list[PastAlert]]:
    """How the parts of the running bot are, by its own account, and what it last told the operator."""
    settings = load_settings()
    try:
        answer = request(settings.data_dir / NAME, HEALTH_REQUEST, timeout=_PATIENCE)
    except StoreError as error:
        findings = [Finding("运行", False, str(error))]
    else:
        if answer is None:
            advice = f"没有机器人在使用 {settings.data_dir}；请启动（weibao run），或核对 WEIBAO_DATA_DIR"
            findings = [Finding("运行", False, advice)]
        else:
            findings = [Finding(**finding) for finding in answer["findings"]]
    return findings, past_alerts(settings.data_dir, _ALERTS)


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    existing = folder if folder.exists() else _nearest(folder)
    if not os.access(existing, os.W_OK | os.X_OK):
        return Finding("数据目录", False, f"{existing} 不可写，请执行 chown 改为运行机器人的用户所有")
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return Finding("数据目录", False, f"{folder} 他人可读，请执行 chmod 700 {folder}")
    return Finding("数据目录", True, f"{folder}" + ("" if folder.exists() else "（首次运行时建立）"))


def _nearest(folder: Path) -> Path:
    return next(parent for parent in folder.parents if parent.exists())


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir if settings.data_dir.exists() else _nearest(settings.data_dir)
    free = shutil.disk_usage(folder).free
    room = f"剩余 {free // 2**20} MB"
    return Finding(
        "磁盘", free >= _FREE_BYTES, room if free >= _FREE_BYTES else f"{room}，请清理磁盘，至少留出 200 MB"
    )


def _zone(_settings: Settings) -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding("时区", False, "缺少时区数据，请安装 tzdata")
    local = time.strftime("%Z %z")
    return Finding("时区", True, f"一律按北京时间运行（本机时区 {local}，不影响）")


def _plan(settings: Settings) -> Finding:
    from bot.plan.loader import PlanNotFound, find_plan, load_plan

    try:
        plan = load_plan(find_plan(settings.plan, settings.plan_roots))
    except (PlanNotFound, ValueError) as error:
        return Finding("方案", False, str(error))
    silent = sum(not unit.phone for unit in plan.units)
    hint = f"；{silent}家单位未填办公电话（units.toml 的 phone，可不填）" if silent else ""
    return Finding(
        "方案", True, f"{plan.document_number}，{len(plan.measures)}条措施，{len(plan.units)}家单位{hint}"
    )


def _calendar(settings: Settings) -> Finding:
    from bot.progress.calendar import WorkCalendar, load_overrides

    try:
        calendar = WorkCalendar(load_overrides(settings.calendar_file))
    except ValueError as error:
        return Finding("工作日历", False, f"{settings.calendar_file}：{error}")
    return calendar_finding(calendar, datetime.now(SHANGHAI).date(), settings.data_dir / "calendar.toml")


def _fonts(_settings: Settings) -> Finding:
    for folder in _FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*.[to]t[fc]"):
            if any(name in path.name.lower().replace("-", "") for name in _FONT_NAMES):
                return Finding("中文字体", True, path.name)
    return Finding("中文字体", False, "未找到中文字体，图片和文件中的汉字会显示为方框；请安装 fonts-noto-cjk")


async def _network(settings: Settings) -> list[Finding]:
    if not settings.token:
        advice = "尚未设置，请在环境变量 WEIBAO_TOKEN 或 WEIBAO_TOKEN_FILE 指定的文件中填写"
        return [Finding("令牌", False, advice)]
    import aiohttp

    try:
        timeout = aiohttp.ClientTimeout(total=10)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(
                f"{settings.base_url}/bot{settings.token}/getMe", proxy=settings.proxy or None
            ) as response,
        ):
            skew = _skew(response.headers.get("Date"))
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        # The address holds the token, so only the error's kind is told.
        advice = f"连不上 {settings.base_url}（{type(error).__name__}），请检查网络，或设置 WEIBAO_PROXY"
        return [Finding("网络", False, advice)]
    findings = [Finding("网络", True, f"已连上 {settings.base_url}")]
    if response.status == 401:
        findings.append(Finding("令牌", False, "令牌无效（401），请到 @BotFather 处核对后重新填写"))
    elif not answer.get("ok"):
        findings.append(Finding("令牌", False, f"服务器回答 {response.status}，请稍后再试"))
    else:
        findings.append(Finding("令牌", True, f"机器人 @{answer['result']['username']}"))
    if skew is not None:
        late = abs(skew) > _SKEW_SECONDS
        text = f"与服务器相差 {skew:+.0f} 秒" + (
            "，请开启网络对时（timedatectl set-ntp true）" if late else ""
        )
        findings.append(Finding("时钟", not late, text))
    return findings


def _skew(header: str | None) -> float | None:
    if not header:
        return None
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(header)).total_seconds()
    except ValueError:
        return None
