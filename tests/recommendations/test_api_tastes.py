"""The tastes over HTTP: what ranks, what was learnt, and the choice between versions; by session and by key."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from emotion_garden.keys import making
from recommendations import tasks, taste_files, versions
from recommendations.models import TasteModel
from tests.recommendations import shelf

pytestmark = pytest.mark.django_db
TASTES = "/api/v1/tastes/"


def with_key(owner: User, *scopes: str) -> Client:
    given = [row for row in making.offered(owner) if making.name(row) in scopes]
    assert len(given) == len(scopes)
    secret = making.make(owner, called="x", scopes=given).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def act(client: Client, where: str, **said: Any) -> Any:
    return client.post(f"{TASTES}{where}", said, content_type="application/json")


@pytest.fixture
def program(operator: User) -> Client:
    return with_key(operator, "recommendations.view_tastemodel", "recommendations.change_tastemodel")


def test_a_new_garden_is_ranked_by_popularity(program: Client, settings: LazySettings) -> None:
    assert program.get(TASTES).json() == {
        "live": None, "held": None, "previous": None, "fault": "", "learner": settings.RECOMMENDATIONS_LEARNER,
        "learning": False,
    }  # fmt: skip


def test_what_ranks_is_told_with_what_it_was_learnt_from(program: Client) -> None:
    one = shelf.live("one")
    TasteModel.objects.update(
        data_hash="d" * 64, settings={"factors": 3}, metrics={"tastes": {"ndcg@10": 0.5}},
        verdict={"code": "too_little", "visits": 3, "least": 20},
    )  # fmt: skip
    told = program.get(TASTES).json()["live"]
    assert (told["code"], told["state"], told["data_hash"]) == (str(one.code), "live", "d" * 64)
    assert (told["settings"], told["metrics"]) == ({"factors": 3}, {"tastes": {"ndcg@10": 0.5}})
    assert told["verdict"]["code"] == "too_little" and told["sentence"].startswith("Too little to judge by: 3 visits")
    assert program.get(f"{TASTES}versions/{one.code}/").json() == told


def test_an_unchanged_answer_is_not_sent_again(program: Client) -> None:
    shelf.live("one")
    tag = program.get(TASTES)["ETag"]
    assert program.get(TASTES, headers={"If-None-Match": tag}).status_code == 304
    versions.choose(None)
    assert program.get(TASTES, headers={"If-None-Match": tag}).status_code == 200


def test_the_history_is_walked_from_the_newest_while_more_is_learnt(program: Client) -> None:
    made = [str(shelf.model(f"m{number}").code) for number in range(5)]
    address: str | None = f"{TASTES}versions/?limit=2"
    walked: list[str] = []
    while address:
        page = program.get(address).json()
        walked += [item["code"] for item in page["items"]]
        address = page["next"]
        shelf.model(f"later{len(walked)}")
    assert walked == made[::-1]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "after=x"])
def test_a_walk_that_cannot_be_is_refused(query: str, program: Client) -> None:
    answer = program.get(f"{TASTES}versions/?{query}")
    assert (answer.status_code, answer.json()["code"]) in {(400, "invalid_question"), (422, "bad_cursor")}


def test_a_version_is_activated_and_holds_and_the_one_before_is_the_way_back(program: Client, operator: User) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    told = act(program, f"versions/{two.code}/activate/").json()
    assert (told["live"]["code"], told["live"]["activated_by"]) == (str(two.code), "operator")
    assert (told["held"]["by"], told["previous"]) == ("operator", str(one.code))
    back = act(program, f"versions/{told['previous']}/activate/", hold=False).json()
    assert (back["live"]["code"], back["held"]) == (str(one.code), None)
    assert versions.live() == one and versions.held() is None


def test_activating_twice_is_activating_once(program: Client) -> None:
    two = shelf.model("two")
    for _time in range(2):
        assert act(program, f"versions/{two.code}/activate/").status_code == 200
    assert TasteModel.objects.filter(active=True).count() == 1


def test_popularity_can_rank_instead_and_the_choice_be_let_go(program: Client) -> None:
    shelf.live("one")
    assert act(program, "popularity/activate/").json()["live"] is None
    waiting = shelf.model("two")
    TasteModel.objects.filter(pk=waiting.pk).update(verdict={"code": "held"})
    for _time in range(2):
        told = program.delete(f"{TASTES}hold/").json()
        assert (told["held"], told["live"]["code"]) == (None, str(waiting.code)), "what has waited goes live"


def test_a_version_whose_files_are_gone_stays_out(program: Client, settings: LazySettings) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    taste_files.remove(settings.RECOMMENDATIONS_MODELS, ["two"])
    assert program.get(f"{TASTES}versions/{two.code}/").json()["can_rank"] is False
    answer = act(program, f"versions/{two.code}/activate/")
    assert (answer.status_code, answer.json()["code"]) == (409, "unusable_tastes")
    assert versions.live() == one and versions.held() is None


def test_nonsense_changes_nothing_and_is_said(program: Client) -> None:
    one = shelf.live("one")
    nobody = act(program, "versions/00000000-0000-4000-8000-000000000000/activate/")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "not_found")
    wrong = act(program, f"versions/{one.code}/activate/", hold="perhaps")
    assert wrong.json()["errors"][0]["pointer"] == "#/hold"
    assert versions.held() is None


def test_learning_is_asked_for_and_found_where_the_answer_says(
    program: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bells: list[Any] = []
    monkeypatch.setattr(tasks.learn_tastes, "apply_async", lambda **how: bells.append(how))
    answer = act(program, "learn/")
    assert (answer.status_code, len(bells), answer["Location"]) == (202, 1, TASTES)
    assert answer.json()["learning"] is False
    with taste_files.alone(settings.RECOMMENDATIONS_MODELS):
        assert program.get(answer["Location"]).json()["learning"] is True


def test_a_broker_that_is_away_is_said(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_how: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.learn_tastes, "apply_async", away)
    answer = act(program, "learn/")
    assert (answer.status_code, answer.json()["code"]) == (503, "broker_away")


def test_who_may_look_may_not_choose(senior_client: Client, senior_curator: User) -> None:
    one, two = shelf.live("one"), shelf.model("two")
    for client in (senior_client, with_key(senior_curator, "recommendations.view_tastemodel")):
        assert client.get(TASTES).json()["live"]["code"] == str(one.code)
        assert act(client, f"versions/{two.code}/activate/").status_code == 403
        assert client.delete(f"{TASTES}hold/").status_code == 403
    assert versions.live() == one


def test_who_may_not_look_is_not_told_which_versions_there_are(curator_client: Client, client: Client) -> None:
    there, never = str(shelf.live("one").code), "00000000-0000-4000-8000-000000000000"
    for who, status in ((client, 401), (curator_client, 403)):
        for code in (there, never):
            assert who.get(f"{TASTES}versions/{code}/").status_code == status
            assert act(who, f"versions/{code}/activate/").status_code == status


def test_a_browser_needs_the_proof_that_our_page_asked(operator: User) -> None:
    two = shelf.model("two")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(operator)
    answer = act(browser, f"versions/{two.code}/activate/")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert versions.live() is None
