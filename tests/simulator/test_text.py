"""Text: HTML as strict as Telegram's, entities in UTF-16 units, limits after parsing.

The refusals expected here are the live service's own words.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Person
from bot.simulator.entities import cut, parse_html, to_html, units
from bot.simulator.errors import ApiError
from bot.simulator.formatting import detect, format_text
from tests.simulator.conftest import Bot


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("文字</b>", "Unexpected end tag at byte offset 6"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("检查3次，不足<5家", 'Unsupported start tag "5家" at byte offset 19'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("x<br>y", 'Unsupported start tag "br" at byte offset 1'),
        (
            '<tg-emoji emoji-id="99999999999999999999">x</tg-emoji>',
            "Invalid custom emoji identifier specified",
        ),
    ],
)
def test_broken_html_is_refused_in_telegram_s_words(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        format_text(html, "HTML", None)
    expected = reason if "5家" not in html else "Unclosed start tag at byte offset 19"
    assert refusal.value.description == f"Bad Request: can't parse entities: {expected}"


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>粗</b>", "粗", [("bold", 0, 1)]),
        ("😀<i>斜</i>", "😀斜", [("italic", 2, 1)]),
        ("<b>甲<i>乙</i></b>", "甲乙", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<STRONG>x</STRONG><em>y</em>", "xy", [("bold", 0, 1), ("italic", 1, 1)]),
        ("a &lt;b&gt; &amp; &quot;&#39;&#x4e2d;", "a <b> & \"'中", []),
        ("A&B &nbsp; &copy;", "A&B &nbsp; &copy;", []),
        ("<blockquote expandable>原文</blockquote>", "原文", [("expandable_blockquote", 0, 2)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("  <b>  首尾 </b> ", "首尾", [("bold", 0, 2)]),
        ("<b></b>x", "x", []),
        ('<a href="bad link">词</a>', "词", []),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = format_text(html, "html", None)
    assert plain == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_links_and_code_keep_their_address_and_language() -> None:
    _, found = format_text(
        '<a href="https://example.com/x?a=1&amp;b=2">链</a><pre><code class="language-python">x</code></pre>',
        "HTML",
        None,
    )
    assert found[0] == {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.com/x?a=1&b=2"}
    assert found[1] == {"type": "pre", "offset": 1, "length": 1, "language": "python"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("/start@weibao_bot", [("bot_command", "/start@weibao_bot")]),
        ("和/或", []),
        ("请看 https://t.me/weibao_bot?start=abc。谢谢", [("url", "https://t.me/weibao_bot?start=abc")]),
        ("见 www.gov.cn", [("url", "www.gov.cn")]),
        ("写给 a.b@example.com", [("email", "a.b@example.com")]),
        ("@weibao_bot 网吧", [("mention", "@weibao_bot")]),
        ("#第13条 #13", [("hashtag", "#第13条")]),
        ("完成60%，2022/7/25", []),
    ],
)
def test_commands_links_and_mentions_are_found_in_what_people_write(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(e["type"], cut(text, e["offset"], e["length"])) for e in detect(text)] == expected


escaped = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "code", "blockquote"]), escaped), max_size=6))
def test_escaped_text_in_tags_comes_back_whole_and_is_marked_where_it_stands(
    pieces: list[tuple[str, str]],
) -> None:
    quoted = [
        (tag, text, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        for tag, text in pieces
    ]
    plain, entities = parse_html("".join(f"<{tag}>{safe}</{tag}>" for tag, _, safe in quoted))
    assert plain == "".join(text for _, text, _ in quoted)
    marked = [cut(plain, e["offset"], e["length"]) for e in entities]
    assert marked == [text for _, text, _ in quoted if text]
    again, twice = parse_html(to_html(plain, entities))
    assert (again, twice) == (plain, entities)


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_never_a_crash(text: str) -> None:
    try:
        plain, entities = parse_html(text.encode("utf-8", "ignore").decode())
    except ApiError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")
    else:
        assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= units(plain) for e in entities)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        ("   \n ", "text must be non-empty"),
        ("字" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_empty_and_overlong_texts_are_refused(bot: Bot, zhang: Person, text: str, reason: str) -> None:
    assert await bot.refused("sendMessage", chat_id=zhang.id, text=text) == f"Bad Request: {reason}"


async def test_4096_units_after_parsing_are_allowed(bot: Bot, zhang: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text=f"<b>{'字' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096
    await bot.ok("sendMessage", chat_id=zhang.id, text="😀" * 2048)


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (
            {"type": "bold", "offset": 100, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            {"type": "bold", "offset": 0, "length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        (
            {"type": "invalid_type", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        (
            {"type": "text_link", "offset": 0, "length": 4},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 5, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 5, "url": ""},
            "entity URL '' is invalid: URL host is empty",
        ),
    ],
)
async def test_listed_entities_are_checked(
    bot: Bot, zhang: Person, entity: dict[str, object], reason: str
) -> None:
    refusal = await bot.refused("sendMessage", chat_id=zhang.id, text="hello", entities=[entity])
    assert refusal == f"Bad Request: {reason}"


async def test_markdown_is_said_to_be_unsupported_and_nonsense_modes_are_refused(
    bot: Bot, zhang: Person
) -> None:
    body = await bot("sendMessage", chat_id=zhang.id, text="*x*", parse_mode="MarkdownV2")
    assert body["error_code"] == 501
    refusal = await bot.refused("sendMessage", chat_id=zhang.id, text="x", parse_mode="INVALID")
    assert refusal == "Bad Request: unsupported parse_mode"
