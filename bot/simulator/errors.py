"""Refusals in the Bot API's own words."""

from typing import Any


class ApiError(Exception):
    """A request the Bot API refuses: HTTP status, description, and ``retry_after`` seconds for 429."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def json(self) -> dict[str, Any]:
        """The body that goes over the wire."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    """400, the caller's mistake."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403, the person or group does not want the bot."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """429, with the wait in words and in ``parameters``."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNKNOWN_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
