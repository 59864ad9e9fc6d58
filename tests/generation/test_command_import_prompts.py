"""`manage.py import_prompts`."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from generation.models import PromptLine, PromptSet

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
GOOD = (
    "emotion,prompt,negative,favorite,count\n"
    'happy,"a daisy, {pencil|ink}",text,cat,2\n'
    "sad,wilted roses in [SEASON],,,\n"
    "*,((moss)) on stone,,,3\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def written(content: str | bytes, name: str = "spring.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return written


def answer(capsys: Capture, *arguments: str) -> dict[str, Any]:
    call_command("import_prompts", *arguments, "--json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: Capture, *arguments: str) -> str:
    with pytest.raises(SystemExit) as end:
        call_command("import_prompts", *arguments)
    assert end.value.code == 1
    return capsys.readouterr().err.strip()


def test_it_imports_and_the_same_file_again_changes_nothing(capsys: Capture, table: Any) -> None:
    call_command("import_prompts", table(GOOD))
    assert capsys.readouterr().out.strip() == "Set spring: 3 new, 0 changed, 0 as they were."

    rows = list(PromptSet.objects.get(slug="spring").lines.values_list("emotion", "template", "favorite", "pairs"))
    assert rows == [
        ("happy", "a daisy, {pencil|ink}", "cat", 2),
        ("sad", "wilted roses in [SEASON]", "", 1),
        ("", "((moss)) on stone", "", 3),
    ]
    assert answer(capsys, table(GOOD))["unchanged"] == 3
    assert PromptLine.objects.count() == 3


def test_another_count_changes_the_line_that_is_there(capsys: Capture, table: Any) -> None:
    call_command("import_prompts", table(GOOD))
    capsys.readouterr()
    report = answer(capsys, table(GOOD.replace(",cat,2", ",cat,5")))

    assert (report["new"], report["changed"], report["unchanged"]) == (0, 1, 2)
    assert PromptLine.objects.get(emotion="happy").pairs == 5


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",", ";").replace("daisy;", "daisy,").encode(),
        ("\n\n" + GOOD + "\n \n").encode(),
        GOOD.replace("emotion,prompt", "Emotion , PROMPT").encode(),
    ],
    ids=["BOM", "UTF-16", "CRLF", "semicolons", "empty lines", "capitals"],
)
def test_it_reads_what_spreadsheets_write(capsys: Capture, table: Any, content: bytes) -> None:
    assert answer(capsys, table(content))["new"] == 3


BAD = (
    "emotion,prompt,favorite,count\n"
    "happy,a daisy,,\n"
    "joyful,a daisy,,\n"
    "sad,,,\n"
    "sad,a {rose,,\n"
    "sad,((rose,,\n"
    "sad,rose,a/b,\n"
    "sad,rose,,many\n"
    "sad,rose,,1,2\n"
    "happy,a daisy,,7\n"
)


def test_each_bad_line_has_its_number_and_its_sentence(capsys: Capture, table: Any) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("import_prompts", table(BAD), "--json")
    report = json.loads(capsys.readouterr().out)

    assert end.value.code == 1
    assert [problem["line"] for problem in report["problems"]] == [3, 4, 5, 6, 7, 8, 9, 10]
    said = [problem["error"] for problem in report["problems"]]
    assert said[0].startswith("“joyful” is none of the eight emotions: happy")
    assert said[1] == "It has no prompt."
    assert said[2] == "The { at character 3 is never closed; \\{ is the sign itself."
    assert "bracket" in said[3]
    assert "without a slash" in said[4]
    assert said[5] == "“many” is no number of pairs between 1 and 10000."
    assert said[6] == "It has more cells than columns; put prompts with commas into quotes."
    assert said[7] == "It says the same as line 2."
    assert not PromptSet.objects.exists() and report["written"] is False


def test_a_line_that_ends_before_its_emotion_is_a_bad_line(capsys: Capture, table: Any) -> None:
    said = refused(capsys, table("prompt,emotion\nroses\n"))

    assert "Line 2: “” is none of the eight emotions" in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("sad,{},,", "A template has at most 4000 characters, not 140000."),
        ("sad,roses,{},", "The prompt has 140000 characters; 2000 are the most."),
        ("sad,roses,,{}", f"“{'x' * 60}” is no number of pairs"),
    ],
)
def test_a_very_long_cell_is_said_to_be_long(capsys: Capture, table: Any, line: str, sentence: str) -> None:
    said = refused(capsys, table("emotion,prompt,negative,count\n" + line.format("x" * 140_000) + "\n"))

    assert f"Line 2: {sentence}" in said


def test_partial_imports_the_good_lines(capsys: Capture, table: Any) -> None:
    said = refused(capsys, table(BAD), "--partial")

    assert "Line 4: It has no prompt." in said
    assert [line.template for line in PromptLine.objects.all()] == ["a daisy"]


def test_a_dry_run_writes_nothing(capsys: Capture, table: Any) -> None:
    report = answer(capsys, table(GOOD), "--dry-run")

    assert (report["new"], report["written"]) == (3, False)
    assert not PromptSet.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file has no prompts"),
        ("emotion,prompt\n", "The file has no prompts"),
        ("prompt\nx\n", "The first line names the columns, and “emotion” is missing."),
        ("emotion,prompt,colour\n", "The column “colour” is unknown or there twice."),
        ("emotion,prompt,prompt\n", "The column “prompt” is unknown or there twice."),
        ('emotion,prompt\nsad,"never closed\nhappy,x\n', "Line 2: its quotes do not close"),
        ("emotion,prompt\nhappy,장미\n".encode("cp949"), "Line 2 is not UTF-8; save the file as “CSV UTF-8”"),
        (b"PK\x03\x04\x00\x00", "This is no text file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    capsys: Capture, table: Any, content: str | bytes, sentence: str
) -> None:
    said = refused(capsys, table(content))

    assert said.startswith(sentence) and "\n" not in said
    assert not PromptSet.objects.exists()


def test_a_missing_file_is_one_sentence(capsys: Capture, tmp_path: Path) -> None:
    assert refused(capsys, str(tmp_path / "none.csv")).endswith("none.csv: No such file or directory")


def test_it_adds_to_the_set_that_is_named(capsys: Capture, table: Any) -> None:
    call_command("sync_prompts")
    before = PromptLine.objects.filter(prompt_set__slug="garden").count()
    capsys.readouterr()

    assert answer(capsys, table(GOOD), "--set", "garden")["set"] == "garden"
    assert PromptLine.objects.filter(prompt_set__slug="garden").count() == before + 3
