"""An error as a log may hold it."""

import traceback

_FRAMES = 5  # the innermost


def told(error: BaseException) -> str:
    """Kind of the error and the way to it, without its text: that may quote what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-_FRAMES:]]
    return " < ".join([type(error).__name__, *reversed(places)])
