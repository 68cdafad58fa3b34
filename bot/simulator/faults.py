"""Misfortune on demand, for tests: refusals and cut connections."""

from dataclasses import dataclass

from bot.simulator.errors import ApiError

_WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    409: "Conflict",
    429: "Too Many Requests",
}


@dataclass(slots=True)
class _Failure:
    method: str
    error: ApiError
    times: int
    chat_id: int | None


@dataclass(slots=True)
class _Drop:
    times: int
    method: str | None
    after: bool


class Faults:
    """What is to go wrong next."""

    def __init__(self) -> None:
        self._failures: list[_Failure] = []
        self._drops: list[_Drop] = []

    def fail_next(
        self,
        method: str,
        *,
        status: int,
        description: str | None = None,
        retry_after: int | None = None,
        times: int = 1,
        chat_id: int | None = None,
    ) -> None:
        """Refuse the next ``times`` calls of ``method`` (``*``: any but getUpdates), of one chat if given."""
        if description is None:
            description = _WORDS.get(status, "Internal Server Error")
            if status == 429:
                retry_after = retry_after or 1
                description += f": retry after {retry_after}"
        error = ApiError(status, description, retry_after=retry_after)
        self._failures.append(_Failure(method.lower(), error, times, chat_id))

    def drop_connections(self, times: int, *, method: str | None = None, after: bool = False) -> None:
        """Cut the connection of the next calls, before the work or, with ``after``, once it is done."""
        self._drops.append(_Drop(times, method.lower() if method else None, after))

    def failure(self, method: str, chat_id: str) -> ApiError | None:
        """The refusal this call is to get, if any."""
        for failure in self._failures:
            named = failure.method == method or (failure.method == "*" and method != "getupdates")
            if named and (failure.chat_id is None or str(failure.chat_id) == chat_id):
                failure.times -= 1
                if failure.times <= 0:
                    self._failures.remove(failure)
                return failure.error
        return None

    def drop(self, method: str, *, after: bool) -> bool:
        """Whether this call's connection is to be cut at this point."""
        for drop in self._drops:
            if drop.after is after and drop.method in {None, method}:
                drop.times -= 1
                if drop.times <= 0:
                    self._drops.remove(drop)
                return True
        return False
