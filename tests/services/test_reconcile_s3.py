"""A bucket drifts, too: an object that strangers may open is found over the wire, and closed."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gallery.models import Image
from tests.emotion_garden.gardens import run
from tests.gallery import factories
from tests.services.test_s3 import bucket, server

pytestmark = pytest.mark.django_db
__all__ = ["bucket", "server"]
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"


def grantees(bucket: Any, image: Image) -> list[str]:
    grants = bucket.Object(f"pictures/{image.file}").Acl().grants
    return [grant["Grantee"].get("URI", "the owner") for grant in grants]


def test_an_object_that_strangers_may_open_is_found_and_closed(bucket: Any) -> None:
    image, other = factories.make_images(2)
    assert run("reconcile")[1]["left"] == 0
    bucket.Object(f"pictures/{image.file}").Acl().put(ACL="public-read")
    assert EVERYBODY in grantees(bucket, image)

    told = run("reconcile")[1]
    assert [(drift["kind"], drift["what"]) for drift in told["drift"]] == [("wrong_access", str(image.file))]
    assert run("reconcile", "--fix")[0] == 0
    assert grantees(bucket, image) == grantees(bucket, other) == ["the owner"]


def test_lost_and_rotten_objects_are_found_over_the_wire(bucket: Any, tmp_path: Any) -> None:
    lost, rotten = factories.make_images(2)
    default_storage.delete(str(lost.file))
    default_storage.save(str(rotten.file), ContentFile(b"rotten"))
    found = run("reconcile")[1]["found"]
    assert (found["missing_object"], found["wrong_hash"]) == (1, 1)
    status, told = run("garden_export", tmp_path / "box")
    assert (status, told["missing"]) == (1, 2)


def test_a_garden_moves_between_a_bucket_and_a_folder(bucket: Any, tmp_path: Any) -> None:
    # The server keeps in memory what other tests of this process have put there.
    bucket.objects.all().delete()
    factories.make_images(2)
    assert run("garden_export", tmp_path / "box")[0] == 0
    keys = {item.key for item in bucket.objects.all()}
    bucket.objects.all().delete()
    assert run("garden_import", tmp_path / "box")[1]["copied"] == len(keys)
    assert {item.key for item in bucket.objects.all()} == keys


def test_a_bucket_that_does_not_answer_is_a_sentence(bucket: Any, server: Any, tmp_path: Any) -> None:
    factories.make_images(1)
    server.stop()
    for command, *words in (("reconcile",), ("garden_export", tmp_path / "box")):
        status, told = run(command, *words)
        assert (status, told["code"]) == (2, "failed")
        assert "could not go on" in told["error"]
