"""Every answer tells the browser to load our own files only, and our pages keep to it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

OWN = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*.html"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/garden/happy/", "/admin/login/", "/no/such/page/", "/static/garden/frame.css"]
)
def test_every_answer_says_so(client: Client, address: str) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("template", OWN, ids=lambda path: path.name)
def test_no_template_carries_a_script_or_a_style_inside(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
