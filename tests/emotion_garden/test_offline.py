"""What a browser may keep: one page in each language and its parts, under a version that follows them."""

import json
import re

import pytest
from django.test import Client

from emotion_garden import offline


def kept(script: str) -> list[str]:
    pages = json.loads(script.split("const PAGES = ")[1].split(";")[0])
    parts = json.loads(script.split("const KEPT = ")[1].split(";")[0])
    return [*pages.values(), *parts]


def test_the_worker_comes_from_the_root_and_is_asked_for_anew_each_time(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_it_keeps_no_picture_and_no_page_about_somebody(client: Client) -> None:
    addresses = kept(client.get("/sw.js").text)
    assert len(addresses) > 6
    assert all(address.startswith(("/static/", "/offline/")) for address in addresses)


def test_everything_that_it_keeps_is_there(client: Client) -> None:
    for address in kept(client.get("/sw.js").text):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(("language", "words"), [("en", "The garden is out of reach"), ("ko", "정원")])
def test_its_page_speaks_both_languages_and_knows_nobody(client: Client, language: str, words: str) -> None:
    answer = client.get(f"/offline/?lang={language}")
    assert words in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert answer["Content-Language"] == language
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.text
    assert client.get("/offline/", headers={"Accept-Language": language}).text == answer.text


def test_a_language_that_nobody_speaks_here_is_the_readers_own(client: Client) -> None:
    assert '<html lang="ko"' in client.get("/offline/?lang=xx", headers={"Accept-Language": "ko"}).text


def test_other_words_are_another_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = version(client)
    monkeypatch.setattr(offline, "_page", lambda language: "other words")
    offline._script.cache_clear()
    assert version(client) != before
    offline._script.cache_clear()


def version(client: Client) -> str:
    found = re.search(r'"garden-offline-([0-9a-f]{16})"', client.get("/sw.js").text)
    assert found
    return found[1]


def test_what_the_page_loads_is_what_is_kept(client: Client) -> None:
    script = client.get("/sw.js").text
    loaded = set(re.findall(r'(?:href|src)="(/static/garden/[^"#]+)', client.get("/offline/?lang=en").text))
    assert loaded <= set(kept(script))
