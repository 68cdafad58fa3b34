"""Files up and down, albums, and their limits."""

from pathlib import Path

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.images import image_size
from tests.simulator.conftest import TOKEN, Bot, Wall
from tests.simulator.pictures import png

MEGABYTE = 1024 * 1024


async def download(bot: Bot, file_id: str) -> bytes:
    found = await bot.ok("getFile", file_id=file_id)
    async with bot.session.get(f"{bot.base}/file/bot{TOKEN}/{found['file_path']}") as answer:
        assert answer.status == 200
        content: bytes = await answer.read()
        assert len(content) == found["file_size"]
        return content


async def test_a_document_keeps_its_name_type_and_bytes(bot: Bot, zhang: Person) -> None:
    await zhang.send_document("排查台账.xlsx", b"PK\x03\x04rest", "第7条 佐证")
    message = (await bot.updates())[-1]["message"]
    assert message["caption"] == "第7条 佐证"
    document = message["document"]
    assert document["file_name"] == "排查台账.xlsx"
    assert document["mime_type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert await download(bot, document["file_id"]) == b"PK\x03\x04rest"


async def test_a_photo_comes_in_two_sizes_the_largest_last(bot: Bot, zhang: Person) -> None:
    picture = png(800, 600)
    await zhang.send_photo(picture, "现场")
    sizes = (await bot.updates())[-1]["message"]["photo"]
    assert len(sizes) == 2
    assert sizes[0]["width"] < sizes[1]["width"] == 800
    assert len({size["file_unique_id"] for size in sizes}) == 2
    assert await download(bot, sizes[-1]["file_id"]) == picture


async def test_a_bot_uploads_a_document_and_sends_it_again_by_id(bot: Bot, zhang: Person) -> None:
    body = await bot.form(
        "sendDocument", {"document": ("周报.docx", b"PK")}, chat_id=str(zhang.id), caption="第1期"
    )
    assert body["ok"], body
    seen = await zhang.next_reply()
    assert seen.document is not None
    assert (seen.document.name, seen.document.data, seen.text) == ("周报.docx", b"PK", "第1期")
    again = body["result"]["document"]["file_id"]
    await bot.ok("sendDocument", chat_id=zhang.id, document=again)
    refusal = await bot.refused("sendPhoto", chat_id=zhang.id, photo=again)
    assert refusal == "Bad Request: can't use file of type Document as Photo"


async def test_a_caption_is_at_most_1024_units_after_parsing(bot: Bot, zhang: Person) -> None:
    picture = {"photo": ("x.png", png(10, 10))}
    body = await bot.form("sendPhoto", picture, chat_id=str(zhang.id), caption="字" * 1025)
    assert body["description"] == "Bad Request: message caption is too long"
    body = await bot.form(
        "sendPhoto", picture, chat_id=str(zhang.id), caption=f"<b>{'字' * 1024}</b>", parse_mode="HTML"
    )
    assert body["ok"]
    where = {"chat_id": zhang.id, "message_id": body["result"]["message_id"]}
    edited = await bot.ok("editMessageCaption", **where, caption="新说明")
    assert edited["caption"] == "新说明"
    assert "photo" in edited
    refusal = await bot.refused("editMessageText", **where, text="x")
    assert refusal == "Bad Request: there is no text in the message to edit"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(10, 10) + bytes(10 * MEGABYTE), "is too big for a photo"),
    ],
)
async def test_what_is_no_fit_picture_is_refused(
    bot: Bot, zhang: Person, content: bytes, reason: str
) -> None:
    body = await bot.form("sendPhoto", {"photo": ("x.png", content)}, chat_id=str(zhang.id))
    assert not body["ok"]
    assert reason in body["description"]


async def test_files_over_50_mb_up_and_over_20_mb_down_are_refused(bot: Bot, zhang: Person) -> None:
    body = await bot.form(
        "sendDocument", {"document": ("x.bin", bytes(51 * MEGABYTE))}, chat_id=str(zhang.id)
    )
    assert body["error_code"] in {400, 413}
    body = await bot.form(
        "sendDocument", {"document": ("x.bin", bytes(65 * MEGABYTE))}, chat_id=str(zhang.id)
    )
    assert body["error_code"] == 413
    large = await zhang.send_document("大.bin", bytes(21 * MEGABYTE))
    refusal = await bot.refused("getFile", file_id=large.content["document"]["file_id"])
    assert refusal == "Bad Request: file is too big"
    assert await bot.refused("getFile", file_id="nothing") == "Bad Request: invalid file_id"


async def test_an_album_is_two_to_ten_of_one_kind(bot: Bot, zhang: Person) -> None:
    files = {f"f{n}": (f"{n}.png", png(10 + n, 10)) for n in range(3)}
    media = [{"type": "photo", "media": f"attach://f{n}"} for n in range(3)]
    media[0]["caption"] = "三张"
    body = await bot.form("sendMediaGroup", files, chat_id=str(zhang.id), media=media)
    assert len({message["media_group_id"] for message in body["result"]}) == 1
    assert [message.get("caption") for message in body["result"]] == ["三张", None, None]
    for wrong, reason in (
        (media[:1], "too few messages to send as an album"),
        (media * 4, "too many messages to send as an album"),
        ([media[0], {"type": "document", "media": "attach://f1"}], "can't be mixed"),
        ([media[0], {"type": "photo", "media": "attach://nowhere"}], "there is no nowhere in the request"),
    ):
        body = await bot.form("sendMediaGroup", files, chat_id=str(zhang.id), media=wrong)
        assert reason in body["description"]


async def test_a_person_s_album_is_one_group_of_updates(bot: Bot, zhang: Person) -> None:
    await zhang.send_album([png(10, 10), png(11, 10)], "第8条 佐证")
    messages = [update["message"] for update in (await bot.updates())[1:]]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["第8条 佐证", None]


async def test_stickers_voice_and_places_arrive(bot: Bot, zhang: Person) -> None:
    await zhang.send_sticker()
    await zhang.send_voice()
    await zhang.send_location()
    kinds = [set(u["message"]) & {"sticker", "voice", "location"} for u in (await bot.updates())[1:]]
    assert kinds == [{"sticker"}, {"voice"}, {"location"}]


async def test_files_can_be_kept_on_disk(wall: Wall, tmp_path: Path) -> None:
    sim = Simulator(wall, token=TOKEN, files_dir=tmp_path)
    seen = await sim.person(1, "张三").send_document("a.txt", b"abc")
    assert seen.document is not None
    assert seen.document.data == b"abc"
    assert (tmp_path / "documents" / "file_0.txt").read_bytes() == b"abc"


def test_sizes_are_read_from_each_picture_format() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x01\xe0\x02\x80" + bytes(12)
    assert image_size(jpeg) == (640, 480)
    assert image_size(png(7, 9)) == (7, 9)
    assert image_size(b"GIF89a\x0a\x00\x14\x00rest") == (10, 20)
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xef\x00\x00"
    assert image_size(webp) == (320, 240)
    assert image_size(b"\xff\xd8\xff") is None
