"""The playground: words become pictures in the pool, once for each press, seen by those who may look."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.test import Client

from gallery import curation
from gallery.models import Image, Status
from generation import rendering
from generation.models import BatchState, GenerationBatch, Lane, Rendering, RenderingState
from tests.gallery import factories

pytestmark = pytest.mark.django_db
NEVER = "00000000-0000-4000-8000-000000000000"
WISH = {"prompt": "a pond at night", "emotion": "calm", "size": "768x512", "count": "1", "token": "one"}


@pytest.fixture
def looking(operator: User, operator_client: Client) -> Client:
    """An operator who may look into the pool, too."""
    operator.user_permissions.add(Permission.objects.get(codename="view_poolimage"))
    return operator_client


def ordered(client: Client, **changes: str) -> str:
    """The address of the order's page."""
    answer = client.post("/playground/", WISH | changes)
    assert answer.status_code == 302, re.findall(r'class="wrong"[^>]*>([^<]+)|<p>([^<]+)</p>', answer.text)
    return str(answer["Location"])


def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real sizes take the painter seconds."""
    monkeypatch.setattr("emotion_garden.playground_forms.SIZES", {"768x512": (96, 64)})


@pytest.mark.parametrize("size", ["768x512", "1024x600", "1280x800"])
def test_a_wish_is_an_interactive_order_of_the_prompt_itself(operator_client: Client, size: str) -> None:
    page = ordered(operator_client, size=size, count="2", negative="people", seed="7", steps="9")
    batch = GenerationBatch.objects.get()
    assert page == f"/playground/{batch.code}/"
    assert (batch.lane, batch.count, batch.prompt.negative) == (Lane.INTERACTIVE, 2, "people")
    assert batch.recipe["steps"] == 9
    wide, high = map(int, size.split("x"))
    slots = Rendering.objects.order_by("id")
    assert [slot.caption for slot in slots] == ["a pond at night"] * 4
    assert [slot.seed for slot in slots] == [7, 8, 9, 10]
    assert {(slot.width, slot.height) for slot in slots} == {(wide, high), (high, wide)}


def test_pressed_twice_it_is_ordered_once_and_changed_it_is_another_order(operator_client: Client) -> None:
    assert ordered(operator_client) == ordered(operator_client)
    assert ordered(operator_client, prompt="a pond at noon") != ordered(operator_client)
    assert GenerationBatch.objects.count() == 2


def test_its_pictures_come_one_by_one_and_are_shown_from_the_pool(
    looking: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    page = ordered(looking)
    said = looking.get(f"{page}progress.json").json()
    assert (said["over"], said["done"], said["total"]) == (False, 0, 2)
    assert [slot["picture"] for slot in said["slots"]] == [None, None]
    assert '<meta http-equiv="refresh" content="3">' in looking.get(page).text

    rendering.work(most=1)
    said = looking.get(f"{page}progress.json").json()
    assert said["sentence"].startswith("1 of 2 are painted.")
    rendering.work()
    said = looking.get(f"{page}progress.json").json()
    assert (said["over"], said["done"]) == (True, 2)
    assert Image.objects.filter(status=Status.POOL, emotion="calm").count() == 2
    for slot in said["slots"]:
        file = looking.get(slot["picture"]["src"])
        assert (file.status_code, file["Cache-Control"]) == (200, "private, no-store")
        assert Client().get(slot["picture"]["src"]).status_code == 404
        assert looking.get(slot["picture"]["href"]).status_code == 200
    text = looking.get(page).text
    assert 'http-equiv="refresh"' not in text
    assert text.count("<img ") == 2
    assert looking.get("/playground/").text.count("<img ") == 2


def test_who_has_no_room_of_pictures_sees_their_own_order_and_nobody_else_does(
    operator_client: Client, curator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    page = ordered(operator_client)
    rendering.work()
    slots = operator_client.get(f"{page}progress.json").json()["slots"]
    assert [slot["words"] for slot in slots] == ["Painted."] * 2
    for slot in slots:
        for address in (slot["picture"]["src"], slot["picture"]["href"]):
            assert address.startswith(page)
            file = operator_client.get(address)
            assert (file.status_code, file["Cache-Control"]) == (200, "private, no-store")
            assert Client().get(address)["Location"].startswith("/admin/login/")
            assert curator_client.get(address).status_code == 403
    for address in (page, "/playground/"):
        assert operator_client.get(address).text.count("<img ") == 2
    for code in Image.objects.values_list("code", flat=True):
        assert operator_client.get(f"/pictures/{code}/96.jpeg").status_code == 404, "The pool is not theirs."


def test_what_a_curator_has_put_aside_is_not_shown_to_who_ordered_it(
    operator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(monkeypatch)
    page = ordered(operator_client)
    rendering.work()
    sources = [slot["picture"]["src"] for slot in operator_client.get(f"{page}progress.json").json()["slots"]]
    by = factories.make_curator()
    one, other = (Image.objects.filter(pk=pk) for pk in Image.objects.order_by("pk").values_list("pk", flat=True))
    curation.reject(one, by=by, reason="dull")
    curation.approve(other, by=by)
    slots = operator_client.get(f"{page}progress.json").json()["slots"]
    assert {slot["words"] for slot in slots} == {"Painted. A curator has put it aside.", "Painted."}
    assert sorted(operator_client.get(src).status_code for src in sources) == [200, 404]
    curation.retire(other, by=by)
    assert [operator_client.get(src).status_code for src in sources] == [404, 404]


def test_an_order_shows_its_own_pictures_only(operator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    page = ordered(operator_client)
    elsewhere = factories.make_image(status="pool")
    assert operator_client.get(f"{page}{elsewhere.code}/{elsewhere.width}.jpeg").status_code == 404
    assert operator_client.get(f"{page}{NEVER}/{'9' * 40}.svg").status_code == 404


def test_what_no_safety_check_has_passed_is_veiled(looking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    page = ordered(looking)
    rendering.work()
    Image.objects.update(safety="unchecked")
    slots = looking.get(f"{page}progress.json").json()["slots"]
    assert all(slot["picture"]["veiled"] and slot["words"].startswith("Veiled:") for slot in slots)
    assert looking.get(page).text.count('class="veiled"') == 2
    assert looking.get("/playground/").text.count('class="veiled"') == 2


def test_an_order_can_be_cancelled_and_says_so(operator_client: Client) -> None:
    page = ordered(operator_client)
    assert operator_client.post(f"{page}cancel/").status_code == 302
    assert GenerationBatch.objects.get().state == BatchState.CANCELLED
    assert "Cancelled. 0 of 2 were painted before." in operator_client.get(page).text
    assert operator_client.post(f"{page}cancel/").status_code == 302


def test_what_failed_says_why_in_words(operator_client: Client) -> None:
    page = ordered(operator_client)
    slots = Rendering.objects.all()
    now = GenerationBatch.objects.get().ordered_at
    slots.update(state=RenderingState.FAILED, error_class="oom", error="The picture is too large.", settled_at=now)
    GenerationBatch.objects.update(state=BatchState.DONE, ended_at=now)
    said = operator_client.get(f"{page}progress.json").json()
    assert said["over"]
    assert said["sentence"].startswith("2 pictures failed.")
    assert said["slots"][0]["words"] == "out of memory · The picture is too large."


def test_again_with_another_seed_is_another_order_of_the_same(operator_client: Client) -> None:
    page = ordered(operator_client, seed="5", negative="people", count="3", size="1024x600")
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', operator_client.get(page).text))
    fields.pop("csrfmiddlewaretoken", None)
    again = operator_client.post("/playground/", fields)
    assert again["Location"] == operator_client.post("/playground/", fields)["Location"] != page
    first, second = GenerationBatch.objects.order_by("id")
    assert (first.prompt, first.count, first.recipe["size"]) == (second.prompt, second.count, second.recipe["size"])
    seeds = [set(batch.renderings.values_list("seed", flat=True)) for batch in (first, second)]
    assert not seeds[0] & seeds[1]
    assert "a pond at night</textarea>" in operator_client.get(f"/playground/?like={first.code}").text


def test_an_example_fills_the_form_by_its_link(operator_client: Client) -> None:
    page = operator_client.get("/playground/").text
    assert page.count("?example=") == 48
    filled = operator_client.get("/playground/?example=13").text
    assert "ink wash of bamboo and fog, much empty paper, few strokes</textarea>" in filled
    assert re.search(r'value="calm"[^>]*checked', filled)


def test_a_prompt_in_the_address_stands_in_the_form_and_runs_nothing(operator_client: Client) -> None:
    page = operator_client.get("/playground/", {"prompt": "</textarea><script>alert(1)</script>"}).text
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in page
    assert not GenerationBatch.objects.exists()


def test_it_says_kindly_that_the_painter_knows_no_words(operator_client: Client, settings: LazySettings) -> None:
    assert "It knows no words" in operator_client.get("/playground/").text
    settings.GENERATION_RENDERER = "diffusers"
    assert "It knows no words" not in operator_client.get("/playground/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompt": ""},
        {"prompt": " \x01 , "},
        {"prompt": "a\x00b"},
        {"prompt": "x" * 5000},
        {"prompt": "(((unclosed"},
        {"emotion": "bored"},
        {"size": "4096x4096"},
        {"count": "5"},
        {"count": "²"},
        {"seed": "-1"},
        {"seed": "9" * 30},
        {"seed": "9" * 5000},
        {"steps": "0"},
        {"steps": "151"},
        {"negative": "(:9)" * 600},
        {"token": ""},
        {"token": "x" * 500},
        {"token": "\x07"},
    ],
)
def test_what_cannot_be_ordered_is_said_on_the_page(operator_client: Client, wrong: dict[str, str]) -> None:
    answer = operator_client.post("/playground/", WISH | wrong)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not GenerationBatch.objects.exists()


@pytest.mark.parametrize("query", ["example=0", "example=99999999", "example=²", "like=x", f"like={NEVER}", "like=%00"])
def test_a_link_that_names_nothing_opens_the_empty_form(operator_client: Client, query: str) -> None:
    assert operator_client.get(f"/playground/?{query}").status_code == 200


def test_what_others_ordered_is_not_found(operator_client: Client, admin_user: User) -> None:
    page = ordered(operator_client)
    boss = Client()
    boss.force_login(admin_user)
    theirs = ordered(boss, token="two")
    for client, address in ((operator_client, theirs), (boss, page), (boss, f"/playground/{NEVER}/")):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}progress.json").status_code == 404
        assert client.post(f"{address}cancel/").status_code == 404
    assert not GenerationBatch.objects.filter(state=BatchState.CANCELLED).exists()


def test_only_those_who_may_order_come_in(client: Client, curator_client: Client, stranger_client: Client) -> None:
    assert client.get("/playground/")["Location"] == "/admin/login/?next=/playground/"
    for somebody in (curator_client, stranger_client):
        assert somebody.get("/playground/").status_code == 403
        assert somebody.post("/playground/", WISH).status_code == 403
    guest = Client()
    guest.force_login(User.objects.create_user("guest"))
    assert guest.get("/playground/").status_code == 403
    assert not GenerationBatch.objects.exists()


def test_asking_how_far_it_is_costs_few_queries(looking: Client, django_assert_max_num_queries: Any) -> None:
    page = ordered(looking, count="4")
    pictures = factories.make_rows(8)
    now = GenerationBatch.objects.get().ordered_at
    for slot, image in zip(Rendering.objects.all(), pictures, strict=True):
        Rendering.objects.filter(pk=slot.pk).update(state=RenderingState.DONE, image=image, settled_at=now)
    with django_assert_max_num_queries(14):
        assert looking.get(f"{page}progress.json").json()["done"] == 8


def test_the_number_of_pairs_is_said_in_the_language_of_each_reader(operator_client: Client) -> None:
    for language, words in (("en", "2 pairs"), ("ko", "2짝"), ("en", "2 pairs")):
        assert words in operator_client.get("/playground/", headers={"accept-language": language}).text
