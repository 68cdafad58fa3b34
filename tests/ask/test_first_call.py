from bot.ask import Asker
from tests.ask.sets import lines


def test_the_unit_whose_function_fits_comes_first(asker: Asker) -> None:
    """Whom to call first, where function makes it plain: at least 92 of 100."""
    asked = [line.split(" ", 1) for line in lines("first_call.txt")]
    wrong = [
        (question, answer.likely[:2])
        for units, question in asked
        if (answer := asker.ask(question)).kind != "emergency"
        and (not answer.likely or answer.likely[0] not in units.split("|"))
    ]
    assert len(asked) >= 60
    assert len(wrong) <= 0.08 * len(asked), wrong
