"""The commands, by what they print and how they end."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.program.conftest import Run


@pytest.mark.timing
def test_a_cold_question_is_answered_in_under_a_second(weibao: Run) -> None:
    weibao("ask", "校园欺凌谁管")  # compiled files and the disk's cache, as on any second run
    walls = []
    for _ in range(3):
        began = time.monotonic()
        answer = weibao("ask", "校园欺凌谁管")
        walls.append(time.monotonic() - began)
    assert answer.stdout.startswith("第8条 提升校园安全管理")
    assert min(walls) < 1.0


def _loaded_by(code: str) -> str:
    whole = f"import sys\n{code}\nprint(sorted(sys.modules))"
    return subprocess.run(
        [sys.executable, "-c", whole], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout


def test_a_question_loads_nothing_of_telegram_store_or_calendar() -> None:
    loaded = _loaded_by("from bot.cli import main; main(['ask', '第7条'])")
    for heavy in ("telegram", "tinydb", "aiohttp", "apscheduler", "openpyxl", "chinese_calendar", "dateutil"):
        assert f"'{heavy}'" not in loaded, heavy


def test_a_start_loads_nothing_of_what_first_words_and_papers_need() -> None:
    loaded = _loaded_by("import bot.app")
    for heavy in (
        "bot.privacy.guard",
        "bot.privacy.dictionary",
        "openpyxl",
        "matplotlib",
        "pikepdf",
        "numpy",
    ):
        assert f"'{heavy}'" not in loaded, heavy


def test_questions_from_standard_input_get_one_line_each(weibao: Run) -> None:
    asked = "校园欺凌谁管\n\n第27条\n公安局\n"
    answer = weibao("ask", "--json", stdin=asked)
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [row["question"] for row in rows] == ["校园欺凌谁管", "", "第27条", "公安局"]
    assert [row["kind"] for row in rows] == ["measure", "none", "none", "unit"]
    assert len(weibao("ask", stdin=asked).stdout.splitlines()) == 4


def test_the_plan_as_json_has_the_shape_that_others_rely_on(weibao: Run) -> None:
    plan = json.loads(weibao("plan", "show", "--json").stdout)
    assert list(plan) == [
        "id",
        "title",
        "document_number",
        "issuer",
        "issued_on",
        "sections",
        "measures",
        "units",
    ]
    assert (len(plan["sections"]), len(plan["measures"]), len(plan["units"])) == (7, 26, 32)
    assert list(plan["measures"][0]) == [
        "number", "section", "title", "text", "units", "lead", "support", "deadline", "all_members",
    ]  # fmt: skip
    assert list(plan["units"][0]) == ["name", "full_name", "aliases"]


def test_check_names_the_slips_of_the_notice_with_their_lines(weibao: Run) -> None:
    doubts = [json.loads(line) for line in weibao("plan", "check", "--json").stdout.splitlines()]
    lines = Path("plan_data/kelan-2022/notice.txt").read_text(encoding="utf-8").splitlines()

    def line_of(words: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if words in line)

    told = {(doubt["line"], doubt["measure"]) for doubt in doubts}
    for words, measure in (
        ("中小生命观", 9),
        ("宣讲会客", 12),
        ("实施细则〉的方案", 2),
        ("县政法委、县发展改革局", 3),
    ):
        assert (line_of(words), measure) in told, words
    assert any(doubt["measure"] == 13 and "互联" in doubt["excerpt"] for doubt in doubts)
    assert any("2021" in doubt["message"] for doubt in doubts)


def test_an_imported_plan_can_be_used_at_once(weibao: Run, tmp_path: Path) -> None:
    notice = Path("plan_data/kelan-2022/notice.txt").absolute()
    assert weibao("plan", "import", str(notice), "--id", "kelan-2023").returncode == 0
    assert "kelan-2023" in weibao("plan", "list").stdout
    assert weibao("ask", "第7条", WEIBAO_PLAN="kelan-2023").stdout.startswith("第7条 加强基础教育保障")
    refused = weibao("plan", "import", "/nosuch", "--id", "x")
    assert refused.returncode == 1 and "Traceback" not in refused.stderr and refused.stderr.strip()


def test_messages_are_tried_out_as_reports(weibao: Run) -> None:
    lines = [{"text": "第11条 已完成60%，检查3次", "unit": "县公安局"}, {"text": "收到", "unit": "公安"}]
    answer = weibao(
        "report", "parse", "--json", stdin="\n".join(json.dumps(x) for x in lines) + "\nnot json\n"
    )
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    (item,) = rows[0]["items"]
    assert (item["measure"], item["status"], item["percent"]) == (11, "in_progress", 60)
    assert rows[1]["items"] == [] and rows[2]["items"] == []


def test_personal_data_in_lines_from_standard_input_is_masked(weibao: Run) -> None:
    typed = "已走访王小明（女，9岁），家长电话１３８ 3501 2345\n\n第7条完成80%\n"
    assert weibao("redact", stdin=typed).stdout.splitlines() == [
        "已走访［姓名已隐去］（女，9岁），家长电话［电话已隐去］",
        "",
        "第7条完成80%",
    ]


def test_personal_data_in_messages_is_masked_and_placed_by_code_points(weibao: Run) -> None:
    text = "😀学生赵磊，QQ：739284615"
    lines = [json.dumps({"text": text}), '{"text": "第7条完成"}', "not json", "[]", '{"text": null}']
    masked, clean, *wrong = (
        json.loads(line)
        for line in weibao("redact", "--json", stdin="\n".join(lines) + "\n").stdout.splitlines()
    )
    assert masked == {
        "text": "😀学生［姓名已隐去］，QQ：［QQ号已隐去］",
        "found": [{"type": "name", "start": 3, "end": 5}, {"type": "qq", "start": 9, "end": 18}],
    }
    assert clean == {"text": "第7条完成", "found": []}
    assert len(wrong) == 3 and all(row["found"] == [] for row in wrong)


def test_reports_reminders_and_the_digest_of_an_empty_record(weibao: Run, tmp_path: Path) -> None:
    assert weibao("report", "list", "--json").stdout == ""
    told = weibao("remind", "--dry-run", "--at", "2022-07-20 09:00", "--days", "0", "--json")
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert {row["to"] for row in rows} == {None}
    assert {row["units"][0] for row in rows} >= {"县公安局", "县民政局"}
    assert all(row["stage"] == "early" and row["cycle"] == "2022-07" for row in rows)
    digest = json.loads(weibao("digest", "--week", "2022-W29", "--format", "json").stdout)
    assert digest["obligations"]["total"] == 210 and digest["measures"]["not_started"] == 26
    out = tmp_path / "week.xlsx"
    assert weibao("digest", "--week", "2022-W29", "--format", "xlsx", "--out", str(out)).returncode == 0
    assert load_workbook(out).worksheets[1].max_row == 211


def test_wrong_usage_and_refusals_end_differently_and_never_with_a_traceback(weibao: Run) -> None:
    for arguments, status in (
        (("nosuch",), 2),
        (("remind",), 2),
        (("digest", "--week", "nosuch"), 1),
        (("digest", "--week", "2022-W20"), 1),
        (("plan", "show", "nosuch"), 1),
        (("report", "list", "--cycle", "2022-13"), 1),
        (("report", "list", "--unit", "县火星局"), 1),
        (("invite", "县火星局"), 1),
        (("remind", "--dry-run", "--at", "哪天"), 1),
        (("run",), 1),
        (("restore", "/nosuch"), 1),
    ):
        ended = weibao(*arguments)
        assert ended.returncode == status, (arguments, ended)
        assert ended.stderr.strip() and "Traceback" not in ended.stderr, (arguments, ended.stderr)


def test_every_command_has_help(weibao: Run) -> None:
    for command in (
        "demo",
        "run",
        "ask",
        "plan",
        "report",
        "redact",
        "remind",
        "digest",
        "invite",
        "backup",
        "restore",
        "doctor",
    ):
        assert weibao(command, "--help").returncode == 0


def test_an_invitation_from_the_console_without_a_running_bot(weibao: Run, tmp_path: Path) -> None:
    made = weibao("invite", "公安局")
    code = made.stdout.rsplit("/start ", 1)[1].strip()
    assert "县公安局联络员" in made.stdout and len(code) == 22
    assert weibao("invite", "--office").returncode == 0
    assert "负责人" in weibao("invite", "--head", "县民政局").stdout
    assert code not in (tmp_path / "data" / "roster.json").read_text()


def test_a_backup_brings_the_record_back(weibao: Run, tmp_path: Path) -> None:
    weibao("invite", "公安局")
    before = (tmp_path / "data" / "roster.json").read_bytes()
    assert weibao("backup", "kept.zip").returncode == 0
    weibao("invite", "民政局")
    assert (tmp_path / "data" / "roster.json").read_bytes() != before
    assert weibao("restore", "kept.zip").returncode == 0
    assert (tmp_path / "data" / "roster.json").read_bytes() == before


def test_settings_name_what_is_wrong(weibao: Run, tmp_path: Path) -> None:
    config = tmp_path / "own.toml"
    for text, words in (
        ("bsae_url = ''", "base_url"),
        ("token = '1:a'", "WEIBAO_TOKEN"),
        ("[cycle]\ndeadline_day = 31", "deadline_day"),
    ):
        config.write_text(text)
        ended = weibao("plan", "list", WEIBAO_CONFIG=str(config))
        assert ended.returncode == 1 and words in ended.stderr, (text, ended.stderr)
    secret = tmp_path / "token"
    secret.write_text("42:abc")
    secret.chmod(0o644)
    ended = weibao("run", WEIBAO_TOKEN_FILE=str(secret))
    assert ended.returncode == 1 and "chmod 600" in ended.stderr and "42:abc" not in ended.stderr


def test_the_doctor_says_what_to_do(weibao: Run) -> None:
    findings = [json.loads(line) for line in weibao("doctor", "--json").stdout.splitlines()]
    by_check = {finding["check"]: finding for finding in findings}
    assert not by_check["令牌"]["ok"] and "WEIBAO_TOKEN" in by_check["令牌"]["message"]
    assert by_check["方案"]["ok"] and by_check["时区"]["ok"]
    offline = weibao("doctor", "--json", WEIBAO_TOKEN="42:abc", WEIBAO_BASE_URL="http://127.0.0.1:9")
    network = next(json.loads(line) for line in offline.stdout.splitlines() if "网络" in line)
    assert not network["ok"] and "WEIBAO_PROXY" in network["message"]
    assert "42:abc" not in offline.stdout + offline.stderr


def test_wrong_usage_ends_with_two_and_a_plain_sentence(weibao: Run) -> None:
    for wrong in (["demo", "--port", "99999"], ["remind", "--dry-run", "--days", "-1"], ["nosuch"], []):
        answer = weibao(*wrong)
        assert answer.returncode == 2 and "Traceback" not in answer.stderr, wrong


def test_a_file_that_cannot_be_written_and_a_port_in_use_are_told_plainly(weibao: Run) -> None:
    answer = weibao("digest", "--format", "json", "--out", "/nosuch/folder/digest.json")
    assert answer.returncode == 1
    assert answer.stderr.startswith("写不了文件 /nosuch/folder/digest.json")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = weibao("demo", "--port", str(port), "--no-browser")
    assert answer.returncode == 1
    assert f"端口{port}" in answer.stderr and "Traceback" not in answer.stderr
