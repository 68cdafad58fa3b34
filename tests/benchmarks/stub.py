"""A Bot API server for echo bots, so lean that it is never what is measured: ``python -m … LATENCY COUNT``.

It hands out COUNT messages of 500 chats as fast as they are fetched, answers every call after LATENCY
seconds, and once each message is echoed says how many echoes a second came, from the first message fetched
to the last echoed. It is no judge of the calls; bot.simulator is.
"""

import asyncio
import gc
import json
import re
import sys
import time

from tests.benchmarks.child import say

_CHATS = 500
_BATCH = 100
_CHAT = re.compile(rb'(?:chat_id=|"chat_id"\r\n(?:[^\r\n]+\r\n)*\r\n)(\d+)')
_MARK = re.compile(rb"number(\d+)")
_OFFSET = re.compile(rb'(?:offset=|"offset"\r\n(?:[^\r\n]+\r\n)*\r\n)(\d+)')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_ME = b'{"id":42,"is_bot":true,"first_name":"echo","username":"echo_bot"}'


class Load:
    """The messages to be echoed, and which have been."""

    def __init__(self, latency: float, count: int) -> None:
        self.latency = latency
        self.updates = [_update(number) for number in range(1, count + 1)]
        self.echoed: set[int] = set()
        self.calls = 0
        self.began = 0.0
        self.ended: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def result(self, method: bytes, body: bytes) -> bytes:
        self.calls += 1
        if method == b"sendMessage":
            return self._sent(body)
        if method == b"getUpdates":
            return self._fetched(body)
        return _ME if method == b"getMe" else b"true"

    def _sent(self, body: bytes) -> bytes:
        chat, mark = _CHAT.search(body), _MARK.search(body)
        assert chat and mark, body
        self.echoed.add(int(mark[1]))
        if len(self.echoed) == len(self.updates) and not self.ended.done():
            self.ended.set_result(time.perf_counter())
        return b'{"message_id":%d,"date":1657500000,"chat":{"id":%s,"type":"private"},"text":"x"}' % (
            self.calls,
            chat[1],
        )

    def _fetched(self, body: bytes) -> bytes:
        offset = _OFFSET.search(body)
        first = max(int(offset[1]) - 1, 0) if offset else 0
        if self.updates and not self.began:
            self.began = time.perf_counter()
        return b"[" + b",".join(self.updates[first : first + _BATCH]) + b"]"


class Wire(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as the clients use."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head, rest = self._data[:end], self._data[end + 4 :]
            if length := _LENGTH.search(head):
                size = int(length[1])
                if len(rest) < size:
                    return
                body, self._data = rest[:size], rest[size:]
            elif b"chunked" in head.lower():
                if not rest.endswith(b"0\r\n\r\n"):
                    return
                body, self._data = rest, b""
            else:
                body, self._data = b"", rest
            self._answer(head.split(b" ", 2)[1].split(b"?")[0].rpartition(b"/")[2], body)

    def _answer(self, method: bytes, body: bytes) -> None:
        load, loop = self._load, asyncio.get_running_loop()
        result = load.result(method, body)
        idle = 1.0 if result == b"[]" else 0.0  # a long poll
        payload = b'{"ok":true,"result":%s}' % result
        whole = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
            len(payload),
            payload,
        )
        if load.latency or idle:
            loop.call_later(load.latency + idle, self._write, whole)
        else:
            self._write(whole)

    def _write(self, whole: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(whole)


def _update(number: int) -> bytes:
    chat = number % _CHATS + 1
    person = {"id": chat, "is_bot": False, "first_name": "李"}
    message = {
        "message_id": number,
        "date": 1657500000,
        "chat": {"id": chat, "type": "private", "first_name": "李"},
        "from": person,
        "text": f"number{number}",
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def main(latency: float, count: int) -> None:
    load = Load(latency, count)
    server = await asyncio.get_running_loop().create_server(lambda: Wire(load), "127.0.0.1", 0, backlog=1024)
    gc.freeze()
    say(url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    ended = await load.ended
    elapsed = ended - load.began
    say(rate=count / elapsed, seconds=elapsed, busy=time.process_time())
    await asyncio.sleep(3600)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), int(sys.argv[2])))
