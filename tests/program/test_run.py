"""``weibao run`` as systemd runs it: an absent network, a wrong token, a second process, stops and kills."""

import asyncio
import signal
import time
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI
from bot.progress.model import Report
from bot.simulator import Person, Seen
from bot.store import open_reader
from tests.program.server import PATIENCE, TOKEN, Server, until


async def test_it_answers_obeys_the_console_and_stops_within_ten_seconds(server: Server) -> None:
    async with server.run() as program:
        police = await server.seated("公安局")
        await police.send("第11条 已完成60%，检查3次")
        await police.wait_for(lambda seen: "请核对" in seen.text)
        status, printed = await server.command("backup", str(server.folder / "kept.zip"))
        assert status == 0, printed
        status, printed = await server.command("restore", str(server.folder / "kept.zip"))
        assert status == 1 and "Traceback" not in printed
        began = time.monotonic()
        program.process.send_signal(signal.SIGTERM)
        assert await program.ends() == 0
        assert time.monotonic() - began < 10
        assert TOKEN not in program.said and "test-token" not in program.said


async def test_it_waits_for_an_absent_network_and_says_so(tmp_path: Path) -> None:
    server = Server(tmp_path)
    held = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = held.sockets[0].getsockname()[1]
    held.close()
    await held.wait_closed()
    server.address = f"http://127.0.0.1:{port}"
    async with server.run() as program:
        await until(lambda: "连" in program.said)
        assert program.process.returncode is None
        await server.simulator.start(port=port)
        try:
            person = server.simulator.person(9001, "家长")
            assert (await person.ask("校园欺凌谁管", 20)).text.startswith("第8条")
            program.process.send_signal(signal.SIGTERM)
            assert await program.ends() == 0
        finally:
            await server.simulator.stop()


async def test_a_wrong_token_is_told_plainly_and_ends_it(server: Server) -> None:
    async with server.run(WEIBAO_TOKEN="43:another") as program:
        assert await program.ends() == 1
        assert "令牌" in program.said and "43:another" not in program.said and "Traceback" not in program.said


async def test_a_second_bot_on_the_same_folder_stops_with_a_clear_message(server: Server) -> None:
    async with server.run() as first:
        await server.simulator.person(9001, "家长").ask("第7条", PATIENCE)
        async with server.run() as second:
            assert await second.ends() == 1
            assert str(first.process.pid) in second.said and "Traceback" not in second.said
        assert (await server.simulator.person(9001, "家长").ask("第8条", PATIENCE)).text.startswith("第8条")


async def test_kills_in_the_middle_of_reports_lose_and_double_nothing(server: Server) -> None:
    async with server.run():
        police = await server.seated("公安局")
    measures = (5, 26)
    for round_, number in enumerate(measures):
        async with server.run() as program:
            await police.send(f"第{number}条 推进中，检查{round_ + 1}次")
            await asyncio.sleep(0.4 + 0.8 * round_)
            program.process.kill()
            await program.ends()
        async with server.run() as program:
            card = await _card(police, number)
            police.press("确认报送", card)
            await asyncio.sleep(0.006 * round_)
            program.process.kill()
            await program.ends()
        async with server.run():
            await _thanked(police, number)
    reports = open_reader(server.data).find(Report)
    assert sorted(report.measure for report in reports) == sorted(measures)
    assert datetime.now(SHANGHAI) >= max(report.at for report in reports)


async def _card(person: Person, number: int) -> Seen:
    """The newest card for the measure that can be confirmed, awaited."""

    def found() -> list[Seen]:
        shown = [seen for seen in person.messages() if f"第{number}条" in seen.text]
        return [seen for seen in shown if seen.has_button("确认报送")]

    await until(lambda: bool(found()))
    return found()[-1]


async def _thanked(person: Person, number: int) -> None:
    await until(lambda: any(f"措施{number}进展情况收悉" in seen.text for seen in person.messages()))
