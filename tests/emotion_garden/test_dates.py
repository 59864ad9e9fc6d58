"""Dates are written as the reader's language writes them, in the curator's and the operator's pages too."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from gallery.models import Decision, Image
from generation import batches
from generation.models import GenerationBatch
from tests.gallery import factories

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)


def _korean(client: Client, address: str) -> str:
    response = client.get(address, headers={"accept-language": "ko"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_curator_reads_korean_dates(curator_client: Client) -> None:
    waiting = factories.make_image(status="pool")
    served = factories.make_image(status="serving")
    Image.objects.update(created_at=THEN)
    Decision.objects.update(at=THEN)
    assert "11월 20일" in _korean(curator_client, "/admin/gallery/poolimage/")
    assert "2026년 11월 20일 오전 9:05" in _korean(curator_client, f"/admin/gallery/poolimage/{waiting.pk}/change/")
    page = _korean(curator_client, f"/admin/gallery/servedimage/{served.pk}/change/")
    assert page.count("2026년 11월 20일 오전 9:05") == 2, "when it was made, and when it was approved"


def test_an_operator_reads_korean_dates(operator_client: Client, operator: Any) -> None:
    batch = batches.request(emotion="happy", count=1, by=operator)
    GenerationBatch.objects.update(ordered_at=THEN)
    assert "11월 20일 오전 9:05" in _korean(operator_client, "/admin/generation/generationbatch/")
    page = _korean(operator_client, f"/admin/generation/generationbatch/{batch.pk}/change/")
    assert "2026년 11월 20일 오전 9:05" in page


def test_no_template_orders_day_and_month_by_itself() -> None:
    """Machines get their own order, everybody a clock with seconds; days are written in the reader's way."""
    own = re.compile(r"""\|date:["'](?!c["']|Y-m-d["']|H:i:s["']|[A-Z_]+_FORMAT["'])""")
    templates = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert len(templates) > 20
    assert [str(path) for path in templates if own.search(path.read_text())] == []
