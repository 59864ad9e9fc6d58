"""Correcting what a picture is said to show: emotion, favorite, caption; its key follows, and each can be undone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery import deciding, eight, keys, revision, words
from gallery.deciding import Act, Outcome
from gallery.errors import GardenError
from gallery.models import Decision, Image, Kind, Status
from gallery.rooms import ROOMS

# Each room has its own: who may correct what waits may not yet correct what visitors see.
PERMISSIONS: Final[Mapping[Status, str]] = {status: f"gallery.correct_{room}" for status, room in ROOMS.items()}
LONGEST_CAPTION: Final = 2000
# Each decision says what was and what became, which costs more than a move: so many take about 25 ms.
CHUNK: Final = 200
_TRIES: Final = 3


class NothingToCorrectError(GardenError):
    """No field was given."""

    code = "nothing_to_correct"
    status = 422


class LongCaptionError(GardenError):
    """The caption is longer than one is kept."""

    code = "long_caption"
    status = 422


class _Row(NamedTuple):
    """A picture as it stands while its row is locked."""

    pk: int
    status: str
    sha256: str
    emotion: str
    favorite: str
    caption: str
    key_tail: str

    def has(self, values: Mapping[str, str]) -> bool:
        return all(getattr(self, name) == value for name, value in values.items())


class _Change(NamedTuple):
    """One picture, and its fields as they are to become."""

    row: _Row
    after: Mapping[str, str]


def may(by: User) -> frozenset[str]:
    """The statuses in which this person may correct pictures."""
    return frozenset(status.value for status, permission in PERMISSIONS.items() if by.has_perm(permission))


def wish(*, emotion: str | None = None, favorite: str | None = None, caption: str | None = None) -> dict[str, str]:
    """The fields given, as they are kept. Raises UnknownEmotionError, UnusableFavoriteError, LongCaptionError."""
    wanted: dict[str, str] = {}
    if emotion is not None:
        wanted["emotion"] = eight.one_of(emotion)
    if favorite is not None:
        wanted["favorite"] = keys.favorite(favorite)
    if caption is not None:
        wanted["caption"] = words.legible(" ".join(caption.split()))
        if len(wanted["caption"]) > LONGEST_CAPTION:
            raise LongCaptionError(_("A caption has at most %(most)d characters.") % {"most": LONGEST_CAPTION})
    return wanted


def correct(
    images: QuerySet[Image],
    *,
    by: User,
    emotion: str | None = None,
    favorite: str | None = None,
    caption: str | None = None,
    reason: str = "",
) -> Outcome:
    """Only the fields given change; None leaves one as it is, an empty text empties it. Likes and tallies stay.

    Pictures of a room where this person may not correct are left alone and counted as denied.
    Raises NotAllowedError, NothingToCorrectError and what `wish` raises.
    """
    deciding.check(by, *PERMISSIONS.values())
    deciding.check_reason(reason)
    wanted = wish(emotion=emotion, favorite=favorite, caption=caption)
    if not wanted:
        raise NothingToCorrectError(_("Say what is to be corrected: the emotion, the favorite or the caption."))
    act = Act(by, reason)
    for pks in deciding.chunks(sorted(set(images.values_list("pk", flat=True))), size=CHUNK):
        with transaction.atomic():
            _write([_Change(row, wanted) for row in _free(_locked(pks), act) if not _is_so(row, wanted, act)], act)
    return act.outcome()


def take_back(pks: Sequence[int], *, group: UUID, act: Act) -> None:
    """The corrections of a group undone, unless a picture was corrected again since. In the caller's transaction."""
    locked = {row.pk: row for row in _locked(pks)}
    later = Decision.objects.filter(image=OuterRef("image"), kind=Kind.CORRECTION, pk__gt=OuterRef("pk"))
    last = Decision.objects.filter(~Exists(later), group=group, kind=Kind.CORRECTION, image__in=pks, undone_by=None)
    befores = {
        pk: before
        for pk, before, after in last.values_list("image_id", "before", "after")
        if pk in locked and locked[pk].has(after)
    }
    act.standing.update(row.status for pk, row in locked.items() if pk not in befores)
    done = _write([_Change(row, befores[row.pk]) for row in _free([locked[pk] for pk in befores], act)], act)
    undoing = Decision.objects.filter(group=act.group, image=OuterRef("image")).values("pk")
    Decision.objects.filter(group=group, image__in=done, undone_by=None).update(undone_by=Subquery(undoing))


def _locked(pks: Sequence[int]) -> list[_Row]:
    rows = Image.objects.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    return [_Row(*row) for row in rows.values_list(*_Row._fields)]


def _free(rows: Sequence[_Row], act: Act) -> list[_Row]:
    """Those that this person may correct where they stand; counts the others."""
    allowed = may(act.by)
    free = [row for row in rows if row.status in allowed]
    act.denied += len(rows) - len(free)
    return free


def _is_so(row: _Row, wanted: Mapping[str, str], act: Act) -> bool:
    if already := row.has(wanted):
        act.standing[row.status] += 1
    return already


def _write(changes: Sequence[_Change], act: Act) -> list[int]:
    """Writes the locked rows, and a decision for each. Returns their ids."""
    if not changes:
        return []
    afters = _written(changes)
    act.changed += len(afters)
    now = timezone.now()
    Decision.objects.bulk_create(
        Decision(
            image_id=row.pk,
            kind=Kind.CORRECTION,
            was=row.status,
            became=row.status,
            before={name: getattr(row, name) for name in afters[row.pk]},
            after=afters[row.pk],
            by=act.by,
            at=now,
            reason=act.reason,
            group=act.group,
        )
        for row, _after in changes
    )
    if any(row.status == Status.SERVING for row, _after in changes):
        revision.rise()
    return list(afters)


def _written(changes: Sequence[_Change]) -> dict[int, dict[str, str]]:
    """What each row really became. A worker may take a key between our look and our write: then we look again."""
    rows = {row.pk: row for row, _after in changes}
    for left in reversed(range(_TRIES)):
        afters = dict(_with_keys(changes))
        try:
            with transaction.atomic():
                for values, pks in _alike(rows, afters).items():
                    Image.objects.filter(pk__in=pks).update(version=F("version") + 1, **dict(values))
        except IntegrityError:
            if not left:
                raise
        else:
            return afters
    raise AssertionError("The last try returns or raises.")


def _alike(
    rows: Mapping[int, _Row], afters: Mapping[int, Mapping[str, str]]
) -> dict[tuple[tuple[str, Any], ...], list[int]]:
    """Rows that one statement can write: the same values, and the same folder left for the same other one."""
    found: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for pk, after in afters.items():
        values: dict[str, Any] = dict(after)
        if (tail := after.get("key_tail")) is not None:
            (old, _slash, name), (new, _slash, same) = rows[pk].key_tail.rpartition("/"), tail.rpartition("/")
            if name == same:
                values["key_tail"] = Concat(Value(f"{new}/"), Substr("key_tail", len(old) + 2))
        found[tuple(sorted(values.items()))].append(pk)
    return found


def _with_keys(changes: Sequence[_Change]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row's changed fields, with a key that nobody has."""
    offers = {row.pk: _offers(row, after) for row, after in changes}
    wanted = [tail for tails in offers.values() for tail in tails]
    taken = set(Image.objects.filter(key_tail__in=wanted).values_list("key_tail", flat=True))
    for row, after in changes:
        changed: dict[str, str] = {name: value for name, value in after.items() if getattr(row, name) != value}
        if tails := offers[row.pk]:
            changed["key_tail"] = next(tail for tail in tails if tail not in taken)
            taken.add(changed["key_tail"])
        yield row.pk, changed


def _offers(row: _Row, after: Mapping[str, Any]) -> list[str]:
    """The keys it may get, best first; none where its key stays."""
    emotion, favorite = after.get("emotion", row.emotion), after.get("favorite", row.favorite)
    if (emotion, favorite) == (row.emotion, row.favorite):
        return []
    before = after.get("key_tail", row.key_tail)
    moved = [
        keys.moved(before, emotion=emotion, favorite=favorite, apart=apart)
        for apart in ("", row.sha256[:8], row.sha256[:24], row.sha256)
    ]
    return [before, *moved[1:]] if "key_tail" in after else moved


def counts(images: QuerySet[Image], wanted: Mapping[str, str], *, by: User) -> Counter[str]:
    """Before anything is written: how many would *change*, are *same* already, or are *denied*. One pass."""
    allowed = may(by)
    found: Counter[str] = Counter()
    for status, *values in images.order_by().values_list("status", *wanted).iterator(chunk_size=2000):
        same = values == list(wanted.values())
        found["denied" if status not in allowed else "same" if same else "change"] += 1
    return found
