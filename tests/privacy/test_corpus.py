"""The guard held against messages written by hand before it was tuned."""

import pytest

from bot.privacy import redact
from tests.privacy.corpus import Message, missed, read

PERSONAL = [
    *read("personal.txt"),
    *read("personal_more.txt", sealed=False),
    *read("personal_third.txt", sealed=False),
    *read("personal_fourth.txt", sealed=False),
    *read("personal_fifth.txt", sealed=False),
    *read("personal_sixth.txt", sealed=False),
    *read("personal_seventh.txt", sealed=False),
    *read("personal_eleventh.txt", sealed=False),
    *read("personal_thirteenth.txt", sealed=False),
    *read("personal_fifteenth.txt", sealed=False),
]
CLEAN = [
    *read("clean.txt"),
    *read("clean_more.txt", sealed=False),
    *read("clean_fourth.txt", sealed=False),
    *read("clean_fifth.txt", sealed=False),
    *read("clean_sixth.txt", sealed=False),
    *read("clean_seventh.txt", sealed=False),
    *read("clean_eleventh.txt", sealed=False),
    *read("clean_twelfth.txt", sealed=False),
    *read("clean_thirteenth.txt", sealed=False),
    *read("clean_fourteenth.txt", sealed=False),
]


def hidden(message: Message) -> list[tuple[str, str]]:
    return missed(message, [(found.start, found.end) for found in redact(message.text).found])


@pytest.mark.parametrize("held_out", [False, True])
def test_personal_data_is_masked_whole(held_out: bool) -> None:
    messages = [message for message in PERSONAL if message.held_out == held_out]
    spans = [span for message in messages for span in message.spans]
    open_spans = [each for message in messages for each in hidden(message)]
    names = sum(kind == "name" for kind, *_ in spans)
    open_names = sum(kind == "name" for kind, _ in open_spans)
    assert 1 - open_names / names >= 0.95, open_spans
    others, open_others = len(spans) - names, len(open_spans) - open_names
    assert 1 - open_others / others >= 0.975, open_spans


@pytest.mark.parametrize("held_out", [False, True])
def test_what_is_no_personal_data_stays_as_it_is(held_out: bool) -> None:
    messages = [message for message in CLEAN if message.held_out == held_out]
    touched = [masked.text for message in messages if (masked := redact(message.text)).found]
    assert len(touched) <= 0.04 * len(messages), touched


def test_the_corpus_is_large_and_its_kinds_are_all_there() -> None:
    assert len(PERSONAL) + len(CLEAN) >= 900
    kinds = {kind for message in PERSONAL for kind, *_ in message.spans}
    assert kinds == {
        *("name", "id", "student", "card", "phone", "address", "birth", "class"),
        *("doc", "qq", "wechat", "plate", "email", "passport"),
    }


def test_masking_is_readable_and_leaves_the_rest_alone() -> None:
    text = "走访王小明（女，9岁），电话138 3501 2345，已纳入低保。"
    assert redact(text).text == "走访［姓名已隐去］（女，9岁），电话［电话已隐去］，已纳入低保。"
