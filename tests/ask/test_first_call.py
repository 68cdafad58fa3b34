from bot.ask import Asker
from tests.ask.sets import labelled, lines, marked


def test_the_unit_whose_function_fits_comes_first(asker: Asker) -> None:
    """Whom to call first, where function makes it plain: more than the 92 of 100 held to."""
    said = (*lines("first_call.txt"), *marked("fifth_sight.txt", "call"))
    asked = [(units.split("|"), question) for units, question in (line.split(" ", 1) for line in said)]
    asked += [(list(item.call), item.question) for item in labelled("seventh_sight.txt") if item.call]
    wrong = [
        (question, answer.likely[:2])
        for units, question in asked
        if (answer := asker.ask(question)).kind != "emergency"
        and (not answer.likely or answer.likely[0] not in units)
    ]
    assert len(asked) >= 280
    assert len(wrong) <= 0.05 * len(asked), wrong
