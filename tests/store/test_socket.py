import asyncio
import json
import socket
import stat
from pathlib import Path

import pytest

from bot.records import StoreError, StoreFull
from bot.store.socket import NAME, RequestError, request, serve


async def echo(payload: dict) -> dict:
    if payload.get("refuse"):
        raise StoreFull("磁盘空间不足")
    if payload.get("break"):
        raise ZeroDivisionError
    await asyncio.sleep(payload.get("wait", 0))
    return {"you": payload}


async def ask(path: Path, payload: dict, **options) -> dict | None:
    return await asyncio.to_thread(request, path, payload, **options)


def raw(path: Path, data: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        return line.makefile("rb").read()


async def test_a_command_is_answered_by_the_running_bot(tmp_path: Path) -> None:
    async with serve(tmp_path / NAME, echo):
        assert await ask(tmp_path / NAME, {"unit": "县公安局"}) == {"you": {"unit": "县公安局"}}
        many = await asyncio.gather(*(ask(tmp_path / NAME, {"n": n}) for n in range(20)))
        assert [answer["you"]["n"] for answer in many] == list(range(20))


async def test_only_the_owner_may_use_the_line(tmp_path: Path) -> None:
    async with serve(tmp_path / NAME, echo):
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


async def test_without_a_bot_there_is_no_answer_and_what_a_killed_bot_left_does_not_matter(
    tmp_path: Path,
) -> None:
    path = tmp_path / NAME
    assert await ask(path, {}) is None
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert await ask(path, {}) is None
    async with serve(path, echo):
        assert await ask(path, {}) == {"you": {}}
    assert await ask(path, {}) is None
    assert not path.exists()


async def test_a_refusal_comes_with_its_reason_and_a_defect_without_details(tmp_path: Path, caplog) -> None:
    path = tmp_path / NAME
    async with serve(path, echo):
        with pytest.raises(RequestError, match="磁盘空间不足"):
            await ask(path, {"refuse": True})
        with pytest.raises(RequestError, match="未能完成"):
            await ask(path, {"break": True})
        assert await ask(path, {}) == {"you": {}}
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("data", [b"\xff\n", b"[]\n", b"{\n", b"\n", b"", b"x" * 1_100_000 + b"\n"])
async def test_a_bad_line_is_refused_and_the_next_one_is_served(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / NAME
    async with serve(path, echo):
        try:
            answer = await asyncio.to_thread(raw, path, data)
        except ConnectionError:  # hung up on before all of an endless line was sent
            answer = b'{"error":""}'
        assert "error" in json.loads(answer)
        assert await ask(path, {}) == {"you": {}}


async def test_a_request_too_long_is_not_sent(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="过长"):
        await ask(tmp_path / NAME, {"text": "长" * 400_000})


async def test_a_bot_that_does_not_answer_is_not_taken_for_no_bot(tmp_path: Path) -> None:
    async with serve(tmp_path / NAME, echo):
        with pytest.raises(StoreError, match="没有答复"):
            await ask(tmp_path / NAME, {"wait": 1}, timeout=0.1)


async def test_what_is_under_way_is_finished_before_the_line_closes(tmp_path: Path) -> None:
    async with serve(tmp_path / NAME, echo):
        asked = asyncio.create_task(ask(tmp_path / NAME, {"wait": 0.2}))
        await asyncio.sleep(0.1)
    assert await asked == {"you": {"wait": 0.2}}


async def test_a_data_folder_with_a_long_name_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("未成年人保护" * 8) / ("x" * 100)
    deep.mkdir(parents=True)
    async with serve(deep / NAME, echo):
        assert await ask(deep / NAME, {}) == {"you": {}}
    assert await ask(deep / NAME, {}) is None


async def test_a_file_that_is_no_socket_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("mine")
    with pytest.raises(OSError):
        async with serve(path, echo):
            pass
    assert path.read_text() == "mine"
