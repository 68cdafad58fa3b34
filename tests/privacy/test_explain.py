"""What the sender is told."""

from bot.privacy import PICTURE_REMINDER, explain, redact


def test_the_sender_hears_what_was_masked_and_by_which_articles() -> None:
    told = explain(redact("受害人刘佳怡，身份证140929201004279656，电话13835012345、15835012345").found)
    assert "姓名1处、身份证号1处、电话2处" in told
    assert "《中华人民共和国未成年人保护法》第四条、第七十二条" in told and "第一百零三条" in told
    assert "《中华人民共和国个人信息保护法》第三十一条" in told
    assert "刘佳怡" not in told


def test_nothing_masked_nothing_told() -> None:
    assert explain(()) == ""


def test_the_reminder_about_pictures_speaks_of_faces_and_names_on_paper() -> None:
    assert "面部" in PICTURE_REMINDER and "姓名" in PICTURE_REMINDER


def test_the_explanation_itself_holds_nothing_to_mask() -> None:
    told = explain(redact("受害人刘佳怡，身份证140929201004279656").found)
    assert redact(told).found == () and redact(PICTURE_REMINDER).found == ()
