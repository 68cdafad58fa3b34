"""A bound in seconds on a busy machine: it is held against a fixed piece of work in the same run."""

import time

_QUIET = 0.008  # seconds that a quiet machine takes for it


def fixed_work() -> int:
    """A fixed piece of work, which a quiet machine does in 8 ms."""
    return sum(place * place for place in range(150_000))


def slowness() -> float:
    """How many times longer the fixed work takes at this moment than on a quiet machine; at least 1."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        fixed_work()
        taken.append(time.perf_counter() - began)
    return max(1.0, sorted(taken)[1] / _QUIET)
