"""Decisions: conditional, counted, recorded, undone."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.forms import model_to_dict

from gallery import curation, revision
from gallery.errors import GardenError, NotAllowedError, NotFoundError
from gallery.models import Decision, Image, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
EVERY = Image.objects.all


def statuses() -> list[str]:
    return list(EVERY().order_by("pk").values_list("status", flat=True))


def test_approve_moves_what_waits_and_counts_the_rest_by_where_it_stands(curator: User) -> None:
    for status in Status:
        make_rows(2, status=status)
    outcome = curation.approve(EVERY(), by=curator, reason="spring show")
    assert (outcome.changed, outcome.unchanged, outcome.refused) == (2, 6, 0)
    assert outcome.standing == {Status.SERVING: 2, Status.REJECTED: 2, Status.RETIRED: 2}
    assert statuses().count(Status.SERVING) == 4
    decisions = Decision.objects.filter(group=outcome.group)
    assert set(decisions.values_list("was", "became", "by", "reason")) == {
        (Status.POOL, Status.SERVING, curator.pk, "spring show")
    }
    image = EVERY().get(pk=decisions[0].image_id)
    assert (image.decided_by, image.version, image.decided_at) == (curator, 1, decisions[0].at)


def test_each_action_moves_only_from_where_it_may(senior_curator: User) -> None:
    for status in (Status.POOL, Status.SERVING, Status.REJECTED, Status.RETIRED):
        make_rows(1, status=status)
    assert curation.restore(EVERY(), by=senior_curator).changed == 2
    assert statuses() == [Status.POOL, Status.SERVING, Status.POOL, Status.SERVING]
    assert curation.retire(EVERY(), by=senior_curator).changed == 2
    assert statuses() == [Status.POOL, Status.RETIRED, Status.POOL, Status.RETIRED]
    assert curation.reject(EVERY(), by=senior_curator).changed == 2
    assert statuses() == [Status.REJECTED, Status.RETIRED, Status.REJECTED, Status.RETIRED]


@pytest.mark.parametrize("act", [curation.approve, curation.reject, curation.retire, curation.restore])
def test_a_stranger_decides_nothing(act: object, stranger: User) -> None:
    assert callable(act)
    before = [*make_rows(1), *make_rows(1, status=Status.SERVING), *make_rows(1, status=Status.RETIRED)]
    with pytest.raises(NotAllowedError):
        act(EVERY(), by=stranger)
    assert statuses() == [image.status for image in before]


def test_somebody_who_has_left_decides_nothing(curator: User) -> None:
    make_rows(1)
    curator.is_active = False
    curator.save()
    with pytest.raises(NotAllowedError):
        curation.approve(EVERY(), by=User.objects.get(pk=curator.pk))


def test_a_reason_that_does_not_fit_is_refused(curator: User) -> None:
    make_rows(1)
    with pytest.raises(GardenError, match="at most 200"):
        curation.approve(EVERY(), by=curator, reason="x" * 201)
    assert statuses() == [Status.POOL]


def test_nothing_to_do_changes_nothing(curator: User) -> None:
    before = revision.current()
    outcome = curation.approve(Image.objects.none(), by=curator)
    assert (outcome.changed, outcome.unchanged, outcome.refused) == (0, 0, 0)
    assert revision.current() == before


def test_every_decision_raises_the_revision_and_a_refused_one_does_not(curator: User) -> None:
    make_rows(1)
    before = revision.current()
    group = curation.approve(EVERY(), by=curator).group
    curation.approve(EVERY(), by=curator)
    assert revision.current() == before + 1
    curation.undo(group, by=curator)
    assert revision.current() == before + 2


def test_undo_takes_a_whole_group_back_and_can_be_undone(curator: User) -> None:
    make_rows(3)
    approved = curation.approve(EVERY(), by=curator)
    undone = curation.undo(approved.group, by=curator)
    assert (undone.changed, undone.unchanged) == (3, 0)
    image = EVERY()[0]
    assert (image.status, image.decided_at, image.decided_by) == (Status.POOL, None, None)
    for decision in Decision.objects.filter(group=approved.group):
        assert decision.undone_by is not None
        assert (decision.undone_by.group, decision.undone_by.image) == (undone.group, decision.image)
    assert curation.undo(approved.group, by=curator).changed == 0
    assert curation.undo(undone.group, by=curator).changed == 3
    assert set(statuses()) == {Status.SERVING}


def test_undo_leaves_alone_what_was_decided_again_since(senior_curator: User) -> None:
    make_rows(2)
    approved = curation.approve(EVERY(), by=senior_curator)
    again = EVERY().filter(pk=EVERY()[0].pk)
    curation.retire(again, by=senior_curator)
    curation.restore(again, by=senior_curator)
    undone = curation.undo(approved.group, by=senior_curator)
    assert (undone.changed, undone.unchanged, undone.standing) == (1, 1, {Status.SERVING: 1})


def test_undo_takes_a_mixed_restore_back_to_where_each_was(senior_curator: User) -> None:
    make_rows(1, status=Status.REJECTED)
    make_rows(1, status=Status.RETIRED)
    outcome = curation.restore(EVERY(), by=senior_curator)
    assert statuses() == [Status.POOL, Status.SERVING]
    assert curation.undo(outcome.group, by=senior_curator).changed == 2
    assert statuses() == [Status.REJECTED, Status.RETIRED]


def test_undo_needs_the_permission_of_what_it_takes_back(curator: User, stranger: User) -> None:
    make_rows(1)
    group = curation.approve(EVERY(), by=curator).group
    stranger.user_permissions.add(Permission.objects.get(codename="reject_poolimage"))
    with pytest.raises(NotAllowedError):
        curation.undo(group, by=User.objects.get(pk=stranger.pk))
    assert statuses() == [Status.SERVING]


def test_an_unknown_group_cannot_be_undone(curator: User) -> None:
    with pytest.raises(NotFoundError, match="no such decision"):
        curation.undo(uuid4(), by=curator)


def test_only_undone_by_is_ever_written_to_a_decision(curator: User) -> None:
    make_rows(1)
    group = curation.approve(EVERY(), by=curator).group
    decision = Decision.objects.get(group=group)
    before = model_to_dict(decision)
    curation.undo(group, by=curator)
    after = model_to_dict(Decision.objects.get(pk=decision.pk))
    assert {name for name in before if before[name] != after[name]} == {"undone_by"}
    assert Decision.objects.get(pk=decision.pk).at == decision.at
