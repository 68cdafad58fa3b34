"""What Telegram takes for a link."""

import re
from urllib.parse import urlsplit

_LABEL = r"[^\s./:?#@<>\"'\\]+"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_]{{2,}}\.?|\d{{1,3}}(?:\.\d{{1,3}}){{3}}")


class LinkError(ValueError):
    """Why an address is not a link, in Telegram's words."""


def check_url(url: str) -> str:
    """The address, with ``http://`` in front where the scheme is missing. Raises LinkError."""
    if not url:
        raise LinkError("URL host is empty")
    full = url if "://" in url or url.lower().startswith("tg:") else f"http://{url}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
    except ValueError:
        raise LinkError("Wrong HTTP URL") from None
    if parts.scheme.lower() == "tg":
        return full
    if parts.scheme.lower() not in {"http", "https"}:
        raise LinkError("Unsupported URL protocol")
    if not host:
        raise LinkError("URL host is empty")
    if not _HOST.fullmatch(host) or re.search(r"\s", url):
        raise LinkError("Wrong HTTP URL")
    return full if parts.path or parts.query or parts.fragment else full + "/"


def checked_url(url: str) -> str | None:
    """The address as a link, None where it is not one."""
    try:
        return check_url(url)
    except LinkError:
        return None


def user_link(url: str) -> int | None:
    """The person of a ``tg://user?id=`` link."""
    match = re.fullmatch(r"tg://user\?id=(\d+)", url)
    return int(match.group(1)) if match else None
