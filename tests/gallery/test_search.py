"""The search language: what it finds, and what it says when it is not understood."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from gallery import search
from gallery.models import Image, Safety, Status
from tests.gallery.factories import make_rows

FAMILY = "51c2e0f4-6b0e-4d3f-8f3c-111111111111"


@pytest.fixture
def garden(db: None, curator: User) -> None:
    make_rows(1, favorite="sea", caption="A quiet pond, 100% still", likes=1, showings=5, steps=20, seed=42)
    make_rows(1, favorite="cat", emotion="sad", caption="roses", model="sd-turbo", orientation="portrait", steps=30)
    make_rows(1, favorite="cat food", emotion="calm", caption="rose", safety=Safety.FLAGGED, family=FAMILY)
    make_rows(
        1, favorite="dog", status=Status.SERVING, by=curator, caption="장미 정원", likes=9, showings=10, model="sd"
    )
    old = make_rows(1, favorite="moon", status=Status.REJECTED, by=curator, width=2048, height=64)[0]
    Image.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=40), batch_code=FAMILY)


def found(text: str) -> list[str]:
    return sorted(search.parse(text).filter(Image.objects.all()).values_list("favorite", flat=True))


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    ("text", "favorites"),
    [
        ("", ["cat", "cat food", "dog", "moon", "sea"]),
        ("emotion:sad", ["cat"]),
        ("emotion:슬픔", ["cat"]),
        ("EMOTION:Sad", ["cat"]),
        ("favorite:cat", ["cat"]),
        ('favorite:"Cat  Food"', ["cat food"]),
        ("favorite:cat*", ["cat", "cat food"]),
        ("rose", ["cat", "cat food"]),
        ("ROSE -emotion:calm", ["cat"]),
        ("-rose", ["dog", "moon", "sea"]),
        ("pond OR moon", ["moon", "sea"]),
        ("(pond OR rose) emotion:calm", ["cat food"]),
        ("-(pond OR rose)", ["dog", "moon"]),
        ('"quiet pond"', ["sea"]),
        ('"pond quiet"', []),
        ("“quiet pond”", ["sea"]),
        ("qu*pond", ["sea"]),
        ('"qu*pond"', []),
        ("100%", ["sea"]),
        ("1_0", []),
        ("장미", ["dog"]),
        ("caption:still", ["sea"]),
        ("model:sd", ["dog"]),
        ("model:SD*", ["cat", "dog"]),
        ("seed:42", ["sea"]),
        ("steps>20", ["cat"]),
        ("steps >= 20", ["cat", "sea"]),
        ("steps:20..30", ["cat", "sea"]),
        ("steps:..29", ["sea"]),
        ("-steps>20", ["cat food", "dog", "moon", "sea"]),
        ("likes>0", ["dog", "sea"]),
        ("rate>50%", ["dog"]),
        ("rate:0.1..0.3", ["sea"]),
        ("size>=2048", ["moon"]),
        ("size<1000 orientation:portrait", ["cat"]),
        ("width:2048", ["moon"]),
        ("safety:flagged", ["cat food"]),
        ("status:rejected", ["moon"]),
        ("status:served", ["dog"]),
        ("by:curator", ["dog", "moon"]),
        ("-by:curator", ["cat", "cat food", "sea"]),
        ("made:today", ["cat", "cat food", "dog", "sea"]),
        ("made<30d", ["moon"]),
        ("made>1999 made<2999", ["cat", "cat food", "dog", "moon", "sea"]),
        ("decided:today", ["dog", "moon"]),
        ("family:51c2", ["cat food"]),
        (f"batch:{FAMILY}", ["moon"]),
        ("key:happy/*", ["cat", "cat food", "dog", "moon", "sea"]),
        ("is:safe likes>0", ["dog", "sea"]),
        ("is:alike", []),
        ("has:seed", ["sea"]),
        ("has:favorite -has:caption", ["moon"]),
    ],
)
def test_a_search_finds_what_it_says(text: str, favorites: list[str]) -> None:
    assert found(text) == favorites


@pytest.mark.usefixtures("garden")
def test_codes_are_found_by_how_they_begin_and_as_plain_words() -> None:
    image = Image.objects.get(favorite="sea")
    assert found(f"code:{str(image.code)[:8]}") == ["sea"]
    assert found(str(image.code)) == ["sea"]
    assert found(image.key_tail) == ["sea"]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("rose steps:many", "“steps” wants a number, and “many” is none.", 5),
        ("emotion:hungry", "“hungry”", 0),
        ("colour:red", "There is no field “colour”", 0),
        ("emotion>happy", "takes a colon only", 0),
        ("made:2026-13-01", "wants a day", 0),
        ("made:9999999", "wants a day", 0),
        ('a "open', "This quotation mark is not closed.", 2),
        ("(a OR b", "This parenthesis is not closed.", 0),
        ("a ) b", "This parenthesis closes none.", 2),
        ("a OR", "Something is missing here.", 4),
        ("()", "Something is missing here.", 1),
        ("likes:", "After “likes:” a value is missing.", 0),
        ("code:xyz", "“xyz” is none", 0),
        ("is:nice", "is one of cover", 0),
        ("seed:" + "9" * 40, "is none", 0),
        ("a " * 21, "at most 20 terms", 40),
        ("x" * 501, "at most 500 characters", 500),
        ("(" * 9 + "a" + ")" * 9, "too many parentheses", 8),
        ("-" * 9 + "a", "too many parentheses", 8),
    ],
)
def test_a_search_that_is_not_understood_names_the_word_and_the_place(text: str, words: str, place: int) -> None:
    with pytest.raises(search.SearchError) as caught:
        search.parse(text)
    assert words in str(caught.value.sentence)
    assert caught.value.place == place
    assert f"(At character {place + 1}.)" in str(caught.value.sentence)


@pytest.mark.parametrize("field", ["safety", "status", "by", "decided", "model", "seed", "steps", "batch", "key", "is"])
def test_visitors_cannot_ask_for_what_is_hidden_from_them(field: str) -> None:
    with pytest.raises(search.SearchError, match=f"no field “{field}”"):
        search.parse_public(f"{field}:1")


@pytest.mark.django_db
def test_a_word_of_a_visitor_is_not_looked_for_in_keys() -> None:
    image = make_rows(1, caption="a pond")[0]
    asked = image.key_tail.rsplit("/", 1)[1]
    assert search.parse(asked).filter(Image.objects.all()).exists()
    assert not search.parse_public(asked).filter(Image.objects.all()).exists()


def test_refusals_are_told_in_the_curators_language() -> None:
    with translation.override("ko"), pytest.raises(search.SearchError) as caught:
        search.parse("emotion:hungry")
    assert "hungry" in str(caught.value.sentence)


@pytest.mark.django_db
@given(st.one_of(st.text(max_size=60), st.text(alphabet='ab:()-" <>=.*|OR%_\\likesmade0129', max_size=60)))
def test_whatever_is_typed_is_searched_or_refused_in_words(text: str) -> None:
    try:
        list(search.parse(text).filter(Image.objects.all())[:1])
    except search.SearchError as error:
        assert 0 <= error.place <= len(text)
