"""Beside the running bot: its health, its alerts, systemd, and updates by webhook."""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.alerts import past_alerts
from bot.progress.model import Report
from bot.store import open_reader
from tests.program.server import PATIENCE, TOKEN, Server, until

PARTS = {"运行", "收取消息", "收件", "定时查看", "存储", "发件", "附件", "工作日历"}


async def health(server: Server) -> tuple[int, dict[str, dict[str, Any]]]:
    """Exit status and rows by check of ``weibao doctor --live --json``; the last alert under 告警."""
    status, printed = await server.command("doctor", "--live", "--json")
    rows = [json.loads(line) for line in printed.splitlines()]
    return status, {row["check"]: row for row in rows}


async def test_the_doctor_tells_how_each_part_of_the_running_bot_is(server: Server) -> None:
    status, rows = await health(server)
    assert status == 1 and set(rows) == {"运行"} and "weibao run" in rows["运行"]["message"]
    server.data.mkdir()
    days = [f"{year}-01-01" for year in range(2026, 2060)]  # whenever this runs, the year is known
    (server.data / "calendar.toml").write_text(f"days_off = {json.dumps(days)}".replace('"', ""))
    async with server.run():
        await server.simulator.person(9001, "家长").ask("校园欺凌谁管", PATIENCE)
        await until(lambda: bool(server.simulator.calls("setMyShortDescription")))
        status, rows = await health(server)
        assert status == 0 and set(rows) == PARTS, rows
        assert all(row["ok"] for row in rows.values())
        assert "轮询" in rows["收取消息"]["message"] and "待处理0条" in rows["收件"]["message"]
        megabytes = int(rows["运行"]["message"].split("内存 ")[1].split()[0])
        assert 20 < megabytes < 300
        _, plain = await server.command("doctor", "--live")
        assert plain.count("正常  ") == len(PARTS)
        server.simulator.fail_next("getUpdates", status=409, times=2)
        await server.simulator.person(9001, "家长").send("第8条")
        await until(lambda: any("同一个令牌" in alert.text for alert in past_alerts(server.data, 9)))
        assert (await server.simulator.person(9001, "家长").ask("第7条", PATIENCE)).text
        _, printed = await server.command("doctor", "--live")
        assert any(line.startswith("告警  2") and "同一个令牌" in line for line in printed.splitlines())


async def test_a_bot_without_a_network_is_unwell_and_says_why(server: Server) -> None:
    await server.simulator.stop()
    async with server.run():
        await until((server.data / "weibao.sock").exists)
        status, rows = await health(server)
        assert status == 1
        assert not rows["收取消息"]["ok"] and "网络" in rows["收取消息"]["message"]
        assert rows["存储"]["ok"] and rows["发件"]["ok"]
    await server.simulator.start()


async def test_systemd_hears_ready_alive_and_stopping(server: Server) -> None:
    await server.simulator.stop()  # an absent network is no reason not to be ready
    path = server.folder / "notify.sock"
    heard: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as systemd:
        systemd.bind(str(path))

        def hear() -> list[str]:
            while True:
                try:
                    heard.append(systemd.recv(100).decode())
                except BlockingIOError:
                    return heard

        async with server.run(NOTIFY_SOCKET=str(path), WATCHDOG_USEC="600000") as program:
            await until(lambda: hear().count("WATCHDOG=1") >= 3)
            program.process.terminate()
            assert await program.ends() == 0
        hear()
    assert heard.count("READY=1") == 1
    assert heard[-1] == "STOPPING=1" and heard.count("STOPPING=1") == 1
    await server.simulator.start()


async def test_by_webhook_a_report_survives_a_kill_and_a_wrong_secret_gets_nowhere(
    server: Server, unused_tcp_port: int
) -> None:
    police = await server.sits("县公安局")
    listen = f"127.0.0.1:{unused_tcp_port}"
    webhook = {
        "WEIBAO_WEBHOOK_URL": f"http://{listen}/hook",
        "WEIBAO_WEBHOOK_LISTEN": listen,
        "WEIBAO_WEBHOOK_SECRET": "secret_1",
    }
    async with server.run(**webhook) as program:
        await police.send("第8条")
        await police.wait_for(lambda seen: seen.text.startswith("第8条"), PATIENCE)
        await police.send("第11条 已完成60%，检查3次")
        card = await police.wait_for(lambda seen: seen.has_button("确认报送"), PATIENCE)
        assert await _post(listen, "wrong", {"update_id": 1}) == 403
        assert await _post(listen, "secret_1", {"update_id": "x"}) == 400
        police.press("确认报送", card)
        program.process.kill()
        await program.ends()
    await police.send("第12条 推进中，走访5户")
    async with server.run(**webhook):
        await police.wait_for(lambda seen: "措施11进展情况收悉" in seen.text, 20)
        await police.wait_for(lambda seen: "第12条" in seen.text and seen.has_button("确认报送"), 20)
        _, rows = await health(server)
        assert rows["收取消息"]["ok"] and "webhook" in rows["收取消息"]["message"]
        assert listen in rows["收取消息"]["message"]
    assert [report.measure for report in open_reader(server.data).find(Report)] == [11]


async def test_a_webhook_that_does_not_get_through_is_told_by_telegrams_own_account(
    server: Server, unused_tcp_port_factory: Callable[[], int]
) -> None:
    listen, elsewhere = (f"127.0.0.1:{unused_tcp_port_factory()}" for _ in range(2))
    webhook = {
        "WEIBAO_WEBHOOK_URL": f"http://{elsewhere}/hook",  # a reverse proxy that is down
        "WEIBAO_WEBHOOK_LISTEN": listen,
        "WEIBAO_WEBHOOK_SECRET": "secret_1",
    }
    async with server.run("from bot import health\nhealth._TELEGRAM_SECONDS = 0.5\n", **webhook):
        await until(lambda: bool(server.simulator.calls("setMyShortDescription")))
        _, rows = await health(server)
        assert rows["收取消息"]["ok"]
        await server.simulator.person(9001, "家长").send("第8条")
        await asyncio.sleep(1)
        _, rows = await health(server)
        told = rows["收取消息"]["message"]
        assert not rows["收取消息"]["ok"] and "投递失败" in told and "1条" in told
        assert elsewhere not in told and "secret_1" not in told
        server.simulator.latency = 60
        began = time.monotonic()
        _, rows = await health(server)
        assert not rows["收取消息"]["ok"] and "TimeoutError" in rows["收取消息"]["message"]
        assert time.monotonic() - began < 8
        server.simulator.latency = 0
        async with aiohttp.ClientSession() as session:  # another program with the same token
            await session.post(f"{server.address}/bot{TOKEN}/setWebhook", json={"url": f"http://{listen}/x"})
        _, rows = await health(server)
        assert not rows["收取消息"]["ok"] and "同一令牌" in rows["收取消息"]["message"]


async def _post(listen: str, secret: str, body: dict[str, Any]) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://{listen}/hook", json=body, headers=headers) as answer,
    ):
        return answer.status
