"""PTB's wire on aiohttp: one pooled session, PTB's own errors, never a URL (so never the token) in them."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.delivery import wire
from bot.delivery.faults import ConnectTimedOut, NotCarriedOut

_FORM = "application/x-www-form-urlencoded"
_KNOWN_REFUSALS = {400, 401, 403, 404, 409}  # PTB maps these by itself from Telegram's JSON


class AiohttpRequest(BaseRequest):
    """A ``telegram.request.BaseRequest`` on aiohttp.

    The session belongs to the running loop: it is opened by ``initialize`` and closed by ``shutdown``.
    ``proxy`` is an ``http://`` address; without it HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY of the
    environment count, never for loopback addresses. Time-outs are in seconds; None waits for ever.

    Errors: ``NotCarriedOut`` (nothing was sent, or a server turned it away), ``TimedOut`` and
    ``NetworkError`` (it may have been carried out), and those that PTB makes of Telegram's answers.
    """

    __slots__ = (
        "_connect",
        "_found",
        "_media_write",
        "_pool",
        "_pool_size",
        "_proxy",
        "_read",
        "_session",
        "_write",
    )

    def __init__(
        self,
        *,
        pool_size: int = 256,
        read_timeout: float | None = 10.0,
        write_timeout: float | None = 10.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
        media_write_timeout: float | None = 60.0,
        proxy: str = "",
    ) -> None:
        """Raises ValueError for a proxy that is not http."""
        if proxy and URL(proxy).scheme != "http":
            raise ValueError("only http:// proxies are supported")
        self._pool_size = pool_size
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._proxy = proxy
        self._found: dict[tuple[str, str], str | None] = {}
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The default read time-out in seconds."""
        return self._read

    async def initialize(self) -> None:
        """Open the session on the running loop; nothing happens if it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - PTB's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; return status and body. See the class for errors."""
        if self._session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _given(pool_timeout, self._pool),
            _given(connect_timeout, self._connect),
            _given(write_timeout, self._media_write if uploads else self._write),
            _given(read_timeout, self._read),
            bounded=method == "POST",  # a download may take as long as its bytes keep coming
        )
        body, headers = _body(request_data, uploads)
        try:
            address = URL(url)
            async with self._session.request(
                method,
                address,
                data=body,
                headers=headers,
                timeout=timeout,
                proxy=self._proxy_for(address),
                allow_redirects=False,  # the URL holds the token: follow nobody
            ) as response:
                status, payload, hint = response.status, await response.read(), response.headers
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            # The causes' own texts hold the URL, so they are not passed on.
            raise _fault(error) from None
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            _check_refusal(status, payload, hint.get("Retry-After", ""), method)
        return status, payload

    def _proxy_for(self, address: URL) -> str | None:
        if self._proxy:
            return self._proxy
        server = (address.scheme, address.host or "")
        if server not in self._found:  # reading the environment costs more than the rest of a request
            self._found[server] = _proxy_from_environment(*server)
        return self._found[server]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse Telegram's answer; NetworkError (without the content) where something else answered."""
        try:
            data = wire.loads(payload)
        except ValueError:
            data = None
        if not isinstance(data, dict) or "ok" not in data or (data["ok"] and "result" not in data):
            raise NetworkError("The answer is not Telegram's (a captive portal or a broken proxy?)")
        return data


def _given(value: Any, default: float | None) -> float | None:
    if value is BaseRequest.DEFAULT_NONE:
        return default
    return None if value is None else float(value)


def _timeout(
    pool: float | None, connect: float | None, write: float | None, read: float | None, *, bounded: bool
) -> aiohttp.ClientTimeout:
    # aiohttp counts waiting for a free connection into ``connect`` and has no time-out for writing.
    both = None if pool is None or connect is None else pool + connect
    total = None if both is None or write is None or read is None else both + write + read
    return aiohttp.ClientTimeout(
        total=total if bounded else None, connect=both, sock_connect=connect, sock_read=read
    )


def _body(
    request_data: RequestData | None, uploads: bool
) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None or (not request_data.json_parameters and not uploads):
        return None, {}
    if not uploads:
        return urlencode(request_data.json_parameters).encode(), {"Content-Type": _FORM}
    # Telegram takes file names as UTF-8; aiohttp would percent-quote 报表.xlsx.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=_one_line(filename), content_type=kind)
    return form, {}


def _one_line(filename: str) -> str:
    return "".join(character for character in filename if character >= " ")


def _proxy_from_environment(scheme: str, host: str) -> str | None:
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or _is_loopback(host) or proxy_bypass(host):
        return None
    return proxy


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _fault(error: BaseException) -> NetworkError:
    """PTB's error for aiohttp's; the text names the kind of failure only."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return ConnectTimedOut("Timed out while connecting")
    if isinstance(error, TimeoutError):
        return TimedOut()
    if isinstance(error, aiohttp.ClientConnectorError):
        reason = error.os_error.strerror if isinstance(error.os_error, OSError) else None
        return NotCarriedOut(f"{kind}: {reason}" if reason else kind)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return NotCarriedOut(f"The proxy refused: {error.status}")
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return NotCarriedOut("The address of the Bot API server is not a valid URL")
    return NetworkError(kind)


def _check_refusal(status: int, payload: bytes, retry_after: str, method: str) -> None:
    """Raise for answers that PTB would misread; return for those that it maps well from Telegram's JSON."""
    try:
        answer = wire.loads(payload)
    except ValueError:
        answer = None
    from_telegram = isinstance(answer, dict) and answer.get("ok") is False
    parameters = (answer.get("parameters") or {}) if from_telegram else {}
    if status == HTTPStatus.TOO_MANY_REQUESTS and not parameters.get("retry_after"):
        raise RetryAfter(int(retry_after) if retry_after.isdecimal() else 1)
    if method == "GET" and status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST):
        raise BadRequest("The file is no longer available")  # PTB reads a 404 as a wrong token
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        if from_telegram or status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise NotCarriedOut(f"The server could not do it ({status})")
        raise NetworkError(f"A gateway failed ({status})")
    if from_telegram and (status in _KNOWN_REFUSALS or parameters):
        return
    if from_telegram or status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest(f"Refused ({status})")
    raise NotCarriedOut(f"Something other than Telegram answered ({status})")
