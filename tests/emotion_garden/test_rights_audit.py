"""The record of decisions is append-only: no door, no role and no line of code changes or removes what was decided."""

import ast
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client

from gallery import corrections, curation
from gallery.models import Decision, Image, Status
from tests.architecture import house
from tests.gallery.factories import make_curator, make_rows

pytestmark = pytest.mark.django_db
WRITES = {"update", "bulk_update", "update_or_create", "delete", "save", "_raw_delete", "truncate"}


@pytest.fixture
def boss_client(admin_user: User) -> Client:
    client = Client()
    client.force_login(admin_user)
    return client


@pytest.fixture
def decision(admin_user: User) -> Decision:
    make_rows(1)
    curation.approve(Image.objects.all(), by=admin_user, reason="for spring")
    return Decision.objects.get()


def _writes() -> list[tuple[str, ast.Call]]:
    """Calls that write, on anything that is reached from Decision or from a picture's decisions."""
    found = []
    for path in house.modules():
        for node in ast.walk(house.tree(path)):
            writes = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
            if writes and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                names = {part.id for part in ast.walk(node.func.value) if isinstance(part, ast.Name)}
                names |= {part.attr for part in ast.walk(node.func.value) if isinstance(part, ast.Attribute)}
                if names & {"Decision", "decisions", "decision"}:
                    found.append((house.where(path, node), node))
    return found


def test_no_code_writes_to_a_decision_but_that_it_was_undone() -> None:
    found = _writes()
    assert found, "Undo is nowhere to be found: is this test blind?"
    for where, call in found:
        assert isinstance(call.func, ast.Attribute)
        given = {keyword.arg for keyword in call.keywords}
        assert (call.func.attr, given) == ("update", {"undone_by"}), (
            f"{where} changes or removes decisions: what was decided stays. Write a new decision instead."
        )


def test_every_act_and_its_undo_leave_the_rows_as_they_were_written() -> None:
    boss = make_curator()
    acts: list[tuple[str, Callable[..., Any], dict[str, str]]] = [
        (Status.POOL, curation.approve, {}),
        (Status.POOL, curation.reject, {}),
        (Status.POOL, corrections.correct, {"emotion": "sad"}),
        (Status.SERVING, curation.retire, {}),
        (Status.RETIRED, curation.restore, {}),
    ]
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"gallery_decision"' in sql and not sql.startswith(("SELECT", "INSERT")):
            written.append(sql.partition(" WHERE ")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for status, act, more in acts:
            pks = [image.pk for image in make_rows(2, status=status)]
            curation.undo(act(Image.objects.filter(pk__in=pks), by=boss, **more).group, by=boss)
            assert set(Image.objects.filter(pk__in=pks).values_list("status", "emotion")) == {(status, "happy")}
    assert len(written) == len(acts)
    assert all(sql.startswith('UPDATE "gallery_decision" SET "undone_by_id"') for sql in written), written


@pytest.mark.parametrize("way", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_not_even_a_superuser_writes_to_it_in_the_admin(boss_client: Client, decision: Decision, way: str) -> None:
    before = Decision.objects.values().get()
    sent = {"reason": "never said", "was": "serving", "became": "pool", "post": "yes"}
    assert boss_client.post(f"/admin/gallery/decision/{way.format(pk=decision.pk)}", sent).status_code == 403
    assert Decision.objects.values().get() == before


def test_there_is_no_bulk_way_to_delete_it(boss_client: Client, decision: Decision) -> None:
    sent = {"action": "delete_selected", "_selected_action": [str(decision.pk)], "index": "0", "post": "yes"}
    boss_client.post("/admin/gallery/decision/", sent)
    assert Decision.objects.count() == 1
    assert "delete_selected" not in boss_client.get("/admin/gallery/decision/").content.decode()


def test_who_has_decided_is_not_deleted_but_deactivated(boss_client: Client) -> None:
    anna = make_curator("anna")
    make_rows(300)
    curation.approve(Image.objects.all(), by=anna)
    page = f"/admin/auth/user/{anna.pk}/delete/"
    for answer in (boss_client.get(page), boss_client.post(page, {"post": "yes"})):
        assert answer["Location"] == f"/admin/auth/user/{anna.pk}/change/"
        said = [str(message) for message in get_messages(answer.wsgi_request)][-1]
        assert said.startswith("anna stands in the record of the garden")
        assert "Untick “Active” instead" in said
    assert User.objects.filter(pk=anna.pk).exists()
    sent = {"action": "delete_selected", "_selected_action": [str(anna.pk)], "index": "0", "post": "yes"}
    boss_client.post("/admin/auth/user/", sent)
    assert User.objects.filter(pk=anna.pk).exists()
    User.objects.filter(pk=anna.pk).update(is_active=False)
    gone = Client()
    gone.force_login(anna)
    assert gone.get("/admin/gallery/poolimage/").status_code == 302
    assert Decision.objects.filter(by=anna).count() == 300


def test_who_has_decided_nothing_can_be_deleted(boss_client: Client, stranger: User) -> None:
    page = f"/admin/auth/user/{stranger.pk}/delete/"
    assert "Are you sure" in boss_client.get(page).content.decode()
    boss_client.post(page, {"post": "yes"})
    assert not User.objects.filter(pk=stranger.pk).exists()
