"""Whatever anybody sends to the original routes: an answer in their own forms, and never a 500."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as calmed
from hypothesis import strategies as st

from gallery.models import Image
from tests.emotion_garden import fuzz_house
from tests.emotion_garden.rights import House

pytestmark = pytest.mark.django_db
ROUTES: Final[dict[str, tuple[str, ...]]] = {
    "emotion": (),
    "garden": ("emotion", "id"),
    "gardenfromDB": ("emotion",),
    "like": ("itemId", "impression", "id"),
    "image": ("content",),
    "bulk": ("prompt", "fname", "index"),
    "retrieve": ("emotion",),
    "updateDisplay": ("zone", "landscape", "portrait"),
    "remove": ("objName",),
    "removePool": ("objName",),
    "clearIndex": ("objName",),
    "text2image": ("text", "width", "height", "prompt"),
}
PLAIN: Final = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
ANYTHING: Final = st.recursive(PLAIN, lambda part: st.lists(part) | st.dictionaries(st.text(), part), max_leaves=6)
CALM: Final = calmed(
    max_examples=50, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def keys(house: House, settings: LazySettings) -> Iterator[list[str]]:
    """Of pictures that are there, served or waiting; in a garden where nobody waits for one to be painted."""
    settings.EMOTIONS_READER = "tests.emotions.readers.ConfusedReader"
    settings.RECOMMENDATIONS_LEARNER = "popularity"
    settings.ORIGINAL_API_WAIT = 0
    with transaction.atomic():
        fuzz_house.furnish(house)
        rows = Image.objects.order_by("pk").values_list("status", "key_tail")
        yield [f"{'emotions' if status == 'serving' else 'imgPool'}/{tail}" for status, tail in rows]
        transaction.set_rollback(True)


def fitting(keys: list[str]) -> dict[str, st.SearchStrategy[Any]]:
    """Per field, what the old pages send there."""
    key = st.sampled_from([*keys, *(f"https://old.example/{key}" for key in keys[:2]), "emotions/happy/none.jpeg"])
    names = st.lists(key | st.none(), max_size=9)
    words = st.sampled_from(["happy", "sad/cat", "happy/winter,*,*", "calm", "hungry", ""])
    prompt = st.fixed_dictionaries({"emotion": words}, optional={"favorite": words, "style": ANYTHING, "season": words})
    return {
        "emotion": words, "id": st.text(max_size=9), "itemId": key, "impression": names, "content": key,
        "prompt": prompt, "fname": st.sampled_from(["imgPool/happy/img_20230221-101112", "imgPool/sad/cat/img_1-2"]),
        "index": st.integers(-1, 10**13), "zone": st.sampled_from(["hall", "new", "", "x" * 99]), "landscape": names,
        "portrait": names, "objName": key | names, "text": st.text(max_size=60),
        "width": st.sampled_from([64, 40, 0, -8]), "height": st.sampled_from([64, 40, 10**9]),
    }  # fmt: skip


def bodies(route: str, keys: list[str]) -> st.SearchStrategy[bytes]:
    """What fits, what fits in parts, any JSON, and bytes that are none; a photo among them."""
    usual = fitting(keys)
    fits = st.fixed_dictionaries({name: usual[name] for name in ROUTES[route]})
    partly = st.fixed_dictionaries({}, optional={name: usual[name] | ANYTHING for name in ROUTES[route]})
    written = (fits | partly | ANYTHING).map(lambda said: json.dumps(said).encode())
    return written | st.binary(max_size=40) | st.just(fuzz_house.PHOTO)


def questions(route: str, keys: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """The part of an address behind the question mark."""
    return st.dictionaries(st.sampled_from(ROUTES[route] or ("x",)), st.text(max_size=40) | st.sampled_from(keys))


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_has_a_form_that_their_clients_know(route: str, house: House, keys: list[str]) -> None:
    asked = Counter[str]()
    staff = house.clients["superuser"], house.programs["superuser"]

    def ask(client: Client, path: str, body: bytes, question: dict[str, str]) -> None:
        if route == "image" or (route == "text2image" and question):
            answer: Any = client.get(path, question, headers={"Sec-Fetch-Site": "same-origin"})
        else:
            answer = client.post(path, body, content_type="application/json")
        asked[path] += 1
        assert answer.status_code < 500, (body, question)
        # /image is a page for people.
        if answer.status_code >= 400 and route != "image":
            assert set(answer.json()) == {"message"}, answer.content

    for client, path in zip([Client(), Client(), *staff], [f"/{route}", f"/dev/{route}"] * 2, strict=True):
        with transaction.atomic():
            told = CALM(given(st.just(client), st.just(path), bodies(route, keys), questions(route, keys))(ask))
            seed(zlib.crc32(path.encode()))(told)()
            transaction.set_rollback(True)
    assert asked.total() >= 200
