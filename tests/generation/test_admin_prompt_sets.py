"""Writing prompt sets and their templates in the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from generation.models import PromptLine, PromptSet
from generation.prompt_sets import shipped

pytestmark = pytest.mark.django_db
SETS = "/admin/generation/promptset/"
LINES = "/admin/generation/promptline/"
GOOD = b"emotion,prompt,count\nhappy,a {red|white} daisy,2\n"


def a_set(**fields: Any) -> PromptSet:
    return PromptSet.objects.create(**{"slug": "own", "name": "Own", "variables": {"season": ["spring"]}, **fields})


def a_line(prompt_set: PromptSet, **wish: object) -> dict[str, object]:
    return {"prompt_set": prompt_set.pk, "template": "$season roses", "pairs": 2, "position": 0, **wish}


def test_the_sets_are_listed_with_what_can_be_done(operator_client: Client) -> None:
    shipped.sync()
    page = operator_client.get(SETS).content.decode()

    assert all(name in page for name in ("Garden generator", "Eight moods", "Example prompts"))
    assert "23 templates" in page and "Order pictures" in page and "Import a CSV file" in page


def test_an_empty_list_says_how_to_begin(operator_client: Client) -> None:
    assert "manage.py sync_prompts" in operator_client.get(SETS).content.decode()


def test_a_set_and_its_template_are_written(operator_client: Client) -> None:
    form = {"name": "Own", "slug": "own", "variables": '{"season": ["spring", "late {summer|autumn}"]}'}
    assert operator_client.post(f"{SETS}add/", form).status_code == 302
    prompt_set = PromptSet.objects.get()

    assert operator_client.post(f"{LINES}add/", a_line(prompt_set)).status_code == 302
    assert PromptLine.objects.get().fingerprint
    assert "Order pictures" in operator_client.get(f"{SETS}{prompt_set.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ("[1]", "Variables are names with lists of words"),
        ('{"a b": ["x"]}', "“a b” is no name for a variable"),
        ('{"season": "spring"}', "The variable “season” needs a list of words"),
        ('{"season": ["{spring"]}', "Variable “season”: The { at character 1 is never closed"),
        (
            '{"sky": ["blue"]}',
            "Template 1: At character 1 stands “season”, which is none of the variables: sky",
        ),
    ],
)
def test_a_set_that_cannot_be_understood_is_refused(operator_client: Client, variables: str, sentence: str) -> None:
    prompt_set = a_set()
    operator_client.post(f"{LINES}add/", a_line(prompt_set))
    form = {"name": "Own", "slug": "own", "variables": variables}
    answer = operator_client.post(f"{SETS}{prompt_set.pk}/change/", form)

    assert answer.status_code == 200 and sentence in answer.content.decode()
    prompt_set.refresh_from_db()
    assert prompt_set.variables == {"season": ["spring"]}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"template": "{red|white"}, "The { at character 1 is never closed"),
        ({"template": "$colour roses"}, "At character 1 stands “colour”"),
        ({"template": "((roses"}, "bracket"),
        ({"template": "{roses|}"}, "The template can come out without a word."),
        ({"favorite": "a/b"}, "a few plain words without a slash"),
        ({"pairs": 0}, "Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_template_that_cannot_be_made_is_refused(
    operator_client: Client, wish: dict[str, object], sentence: str
) -> None:
    answer = operator_client.post(f"{LINES}add/", a_line(a_set(), **wish))

    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert not PromptLine.objects.exists()


def test_the_same_template_twice_is_refused_and_changing_it_is_not(operator_client: Client) -> None:
    prompt_set = a_set()
    operator_client.post(f"{LINES}add/", a_line(prompt_set))
    again = operator_client.post(f"{LINES}add/", a_line(prompt_set, pairs=9))
    assert "The set has this template already." in again.content.decode()

    line = PromptLine.objects.get()
    assert operator_client.post(f"{LINES}{line.pk}/change/", a_line(prompt_set, pairs=9)).status_code == 302
    assert PromptLine.objects.get().pairs == 9


def test_a_file_is_checked_then_imported(operator_client: Client) -> None:
    page = f"{SETS}import/"
    checked = operator_client.post(page, {"file": SimpleUploadedFile("spring.csv", GOOD), "do": "check"})
    assert "Set spring: 1 new" in checked.content.decode() and "Nothing was written." in checked.content.decode()
    assert not PromptSet.objects.exists()

    for said in ("1 new, 0 changed, 0 as they were", "0 new, 0 changed, 1 as they were"):
        answer = operator_client.post(page, {"file": SimpleUploadedFile("spring.csv", GOOD), "do": "import"})
        assert said in answer.content.decode()
    assert PromptLine.objects.count() == 1


def test_bad_lines_are_listed_and_nothing_is_imported(operator_client: Client) -> None:
    file = SimpleUploadedFile("x.csv", GOOD + b"joyful,a rose,1\nsad,,\n")
    page = operator_client.post(f"{SETS}import/", {"file": file, "do": "import"}).content.decode()

    assert "Line 3: “joyful” is none of the eight emotions" in page and "Line 4: It has no prompt." in page
    assert not PromptLine.objects.exists()

    broken = operator_client.post(f"{SETS}import/", {"file": SimpleUploadedFile("x.csv", b"PK\0"), "do": "import"})
    assert "This is no text file" in broken.content.decode()


def test_a_stranger_sees_and_imports_nothing(stranger_client: Client) -> None:
    prompt_set = a_set()
    file = {"file": SimpleUploadedFile("x.csv", GOOD), "do": "import"}

    assert stranger_client.get(SETS).status_code == 403
    assert stranger_client.get(f"{SETS}{prompt_set.pk}/order/").status_code == 403
    assert stranger_client.post(f"{SETS}import/", file).status_code == 403
    assert Client().get(f"{SETS}import/").status_code == 302
    assert not PromptLine.objects.exists()
