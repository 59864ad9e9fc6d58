"""The notice at the door: its version follows its words, and a reading remembers under which one it was taken."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from emotions import consent
from emotions.engines.base import Described
from emotions.models import EmotionReading
from tests.emotions import photos, readers

pytestmark = pytest.mark.django_db
URL = "/api/v1/readings/"


class SendingReader(readers.ConfusedReader):
    """Says that it sends photos to somebody."""

    def describe(self) -> Described:
        return Described("sending", "1", sends_to="Somebody Else Ltd")


def send(client: Client, **more: str) -> Any:
    return client.post(URL, {"photo": SimpleUploadedFile("me.jpeg", photos.happy_photo()), **more})


def test_the_version_is_one_in_all_languages_and_follows_every_word(monkeypatch: pytest.MonkeyPatch) -> None:
    version = consent.notice().version
    with override("ko"):
        assert consent.notice().version == version
    sentences = consent._sentences("")
    for place in range(len(sentences)):
        changed = tuple(each + "!" if at == place else each for at, each in enumerate(sentences))
        monkeypatch.setattr(consent, "_sentences", lambda _sends_to, changed=changed: changed)
        assert consent.notice().version != version


def test_a_reader_that_sends_photos_away_is_another_notice_and_says_to_whom(settings: LazySettings) -> None:
    before = consent.notice()
    settings.EMOTIONS_READER = "tests.emotions.test_consent.SendingReader"
    now = consent.notice()
    assert now.version != before.version
    assert now.sends_to == "Somebody Else Ltd"
    assert any("Somebody Else Ltd" in sentence for sentence in now.sentences)
    assert not any("nowhere else" in sentence for sentence in now.sentences)


def test_the_receipt_says_what_became_of_the_photo(client: Client, settings: LazySettings) -> None:
    assert send(client).json()["receipt"] == {"kept": False, "sent_to": None, "consent": None}
    settings.EMOTIONS_READER = "tests.emotions.test_consent.SendingReader"
    version = consent.notice().version
    told = send(client, consent=version).json()["receipt"]
    assert told == {"kept": False, "sent_to": "Somebody Else Ltd", "consent": version}


def test_a_refusal_carries_the_receipt_too(client: Client, settings: LazySettings) -> None:
    settings.EMOTIONS_READER = "tests.emotions.test_consent.SendingReader"
    for photo, status, sent_to in ((photos.empty_photo(), 422, "Somebody Else Ltd"), (b"no photo", 415, None)):
        answer = client.post(URL, photo, content_type="image/jpeg")
        assert answer.status_code == status
        assert answer.json()["receipt"] == {"kept": False, "sent_to": sent_to, "consent": None}


def test_a_reading_keeps_version_and_time_also_when_the_photo_is_the_body(client: Client) -> None:
    version = consent.notice().version
    answer = client.post(f"{URL}?consent={version}", photos.happy_photo(), content_type="image/jpeg")
    assert answer.status_code == 201
    kept = EmotionReading.objects.get()
    assert kept.consent == version
    assert kept.created_at


def test_consent_to_other_words_is_refused_and_nothing_is_read(client: Client) -> None:
    answer = send(client, consent="0123456789ab")
    assert (answer.status_code, answer.json()["code"]) == (409, "old_consent")
    assert not EmotionReading.objects.exists()


def test_the_gates_form_is_read_only_with_the_notice_that_stood_above_it(client: Client) -> None:
    page = client.get("/").text
    assert page.count(f'name="consent" value="{consent.notice().version}"') == 2
    for said in ({}, {"consent": "0123456789ab"}, {"consent": "\x00" * 99}):
        answer = client.post("/reading/", {"photo": SimpleUploadedFile("me.jpeg", photos.happy_photo()), **said})
        assert answer.status_code == 409
        assert "Please read it, then send it again." in answer.text
    assert not EmotionReading.objects.exists()
