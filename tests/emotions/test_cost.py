"""What a reading costs, as counts that hold on every machine: decodings, sets of models, questions to the database."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emotions.engines import fer
from gallery import decoding
from tests.emotions import photos

URL = "/api/v1/readings/"


def test_eight_at_once_share_one_set_of_models(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[object] = []
    true = fer._Engines

    def counted(*places: Any) -> fer._Engines:
        built.append(places)
        return true(*places)

    monkeypatch.setattr(fer, "_Engines", counted)
    reader, picture = fer.FerReader(), photos.picture(photos.webcam(size=(640, 360), at=(320, 180)))
    assert not built
    reader.read(picture)
    reader.read(picture)
    assert len(built) == 1
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(reader.read, [picture] * 16))
    assert len(built) == 1


@pytest.mark.django_db
def test_a_reading_decodes_once_and_asks_the_database_little(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    true = decoding.decode

    def counted(data: bytes, *, side: int) -> decoding.Decoded:
        decoded.append(len(data))
        return true(data, side=side)

    monkeypatch.setattr(decoding, "decode", counted)
    client.post(URL, photos.happy_photo(), content_type="image/jpeg")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(URL, photos.happy_photo(), content_type="image/jpeg")
    assert answer.status_code == 201
    assert decoded == [len(photos.happy_photo())] * 2
    assert len(asked) <= 8, [each["sql"][:80] for each in asked]
