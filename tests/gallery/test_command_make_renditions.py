"""`manage.py make_renditions`: what is due is made, what cannot be made is named."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from gallery.models import Image
from tests.gallery.factories import make_image

pytestmark = pytest.mark.django_db


def said(*words: str) -> list[str]:
    out = StringIO()
    call_command("make_renditions", *words, stdout=out)
    return out.getvalue().splitlines()


def test_what_is_due_is_made_once() -> None:
    for _number in range(2):
        make_image(renditions=False)
    assert said() == ["2 pictures got their copies."]
    assert said() == ["0 pictures got their copies."]
    assert not Image.objects.filter(renditions_due=True).exists()


def test_a_picture_that_cannot_be_copied_is_named_until_it_is_put_right() -> None:
    image = make_image(renditions=False)
    jpeg = image.file.read()
    default_storage.save(str(image.file.name), ContentFile(b"nothing"))
    sentence = f"{image.code} keeps its original alone: The stored file is not the one that was received."
    assert said() == ["0 pictures got their copies.", sentence]
    assert said("--again") == ["0 pictures got their copies.", sentence]
    default_storage.save(str(image.file.name), ContentFile(jpeg))
    assert said() == ["0 pictures got their copies.", sentence]
    assert said("--again") == ["1 picture got its copies."]
