"""No way from the pool to visitors past the safety check but one at a time, by who may, with a reason."""

import itertools
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User

from gallery import curation, revision
from gallery.errors import GardenError, NotAllowedError
from gallery.models import SAFE, Decision, Image, Safety, Status
from tests.gallery.factories import make_rows

pytestmark = pytest.mark.django_db
EVERY = Image.objects.all
UNSAFE = sorted(set(Safety) - SAFE)


@pytest.fixture
def bold(senior_curator: User) -> User:
    """A curator who may also approve what no check has passed."""
    return senior_curator


def test_bulk_approval_takes_passed_and_exempt_only_whoever_asks(bold: User) -> None:
    for safety in Safety:
        make_rows(2, safety=safety)
    outcome = curation.approve(EVERY(), by=bold, reason="looked at them all, honestly")
    assert (outcome.changed, outcome.unchanged, outcome.refused) == (4, 0, 4)
    assert set(EVERY().filter(status=Status.SERVING).values_list("safety", flat=True)) == SAFE


@pytest.mark.parametrize("safety", UNSAFE)
def test_one_is_approved_with_the_reason_that_stays_on_record(bold: User, safety: Safety) -> None:
    one, _other = make_rows(2, safety=safety)
    before = revision.current()
    outcome = curation.approve_unchecked(one, by=bold, reason=" only petals ")
    assert (outcome.changed, outcome.refused) == (1, 0)
    decision = Decision.objects.get()
    assert (decision.image, decision.became, decision.by, decision.reason) == (one, "serving", bold, "only petals")
    assert EVERY().filter(status=Status.SERVING).count() == 1
    assert revision.current() == before + 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed(bold: User, reason: str) -> None:
    (one,) = make_rows(1, safety=Safety.FLAGGED)
    with pytest.raises(curation.ReasonMissingError, match="Say why"):
        curation.approve_unchecked(one, by=bold, reason=reason)
    with pytest.raises(GardenError, match="at most 200"):
        curation.approve_unchecked(one, by=bold, reason="x" * 201)
    assert not EVERY().exclude(status=Status.POOL).exists()


@pytest.mark.parametrize("missing", ["approve_unchecked", "approve_poolimage"])
def test_both_permissions_are_needed(bold: User, missing: str) -> None:
    (one,) = make_rows(1, safety=Safety.UNCHECKED)
    bold.user_permissions.remove(Permission.objects.get(codename=missing))
    with pytest.raises(NotAllowedError):
        curation.approve_unchecked(one, by=User.objects.get(pk=bold.pk), reason="only petals")
    assert EVERY().get().status == Status.POOL


def test_one_that_somebody_else_has_decided_is_left_and_counted(bold: User) -> None:
    (one,) = make_rows(1, safety=Safety.FLAGGED)
    curation.reject(EVERY(), by=bold)
    outcome = curation.approve_unchecked(one, by=bold, reason="only petals")
    assert (outcome.changed, outcome.standing) == (0, {Status.REJECTED: 1})


def test_an_approval_is_taken_back_and_cannot_be_sneaked_in_again(bold: User) -> None:
    (one,) = make_rows(1, safety=Safety.FLAGGED)
    undone = curation.undo(curation.approve_unchecked(one, by=bold, reason="only petals").group, by=bold)
    assert (undone.changed, EVERY().get().status) == (1, Status.POOL)
    again = curation.undo(undone.group, by=bold)
    assert (again.changed, again.refused, EVERY().get().status) == (0, 1, Status.POOL)


def test_a_picture_flagged_after_its_approval_was_undone_stays_out(bold: User) -> None:
    make_rows(1)
    undone = curation.undo(curation.approve(EVERY(), by=bold).group, by=bold)
    EVERY().update(safety=Safety.FLAGGED)
    assert curation.undo(undone.group, by=bold).refused == 1


@pytest.mark.parametrize("safety", UNSAFE)
def test_no_sequence_of_bulk_acts_serves_a_picture_without_a_passed_check(bold: User, safety: Safety) -> None:
    """Every three acts in a row, undo and redo among them, from the pool."""
    acts: list[Callable[[], object]] = [
        *(lambda act=act: act(EVERY(), by=bold, reason="a reason")
          for act in (curation.approve, curation.reject, curation.retire, curation.restore)),
        lambda: _undo_last(bold),
    ]  # fmt: skip
    (one,) = make_rows(1, safety=safety)
    for sequence in itertools.product(acts, repeat=3):
        EVERY().filter(pk=one.pk).update(status=Status.POOL, decided_at=None, decided_by=None)
        for act in sequence:
            act()
            assert EVERY().get().status in {Status.POOL, Status.REJECTED}


def _undo_last(by: User) -> None:
    if (last := Decision.objects.order_by("pk").last()) is not None:
        curation.undo(last.group, by=by)


def test_what_was_looked_at_once_comes_back_from_retirement(bold: User) -> None:
    (one,) = make_rows(1, safety=Safety.UNCHECKED)
    curation.approve_unchecked(one, by=bold, reason="only petals")
    curation.retire(EVERY(), by=bold)
    assert curation.restore(EVERY(), by=bold).changed == 1
    assert EVERY().get().status == Status.SERVING
