"""“All that match”: what was counted is what is decided about, or one is asked again."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from gallery import snapshots
from gallery.admin.acts import Act
from gallery.models import SAFE, Image
from gallery.snapshots import ChangedError, Snapshot, StaleError

# More are decided about only after a page that says what will happen.
MOST_AT_ONCE: Final = 1000
SAMPLE: Final = 12
_NOT_ASKED: Final = frozenset({PAGE_VAR, ORDER_VAR, ERROR_FLAG})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person is asked before anything happens."""

    snapshot: Snapshot
    moving: int
    unsafe: int
    """Waiting, but without a passed safety check: left where they are."""
    elsewhere: int
    """In a status that the act does not move."""
    sample: list[Image]
    shown: int | None = None
    """How many it were when they were shown, if that is not true any more."""
    is_stale: bool = False


def settled(request: HttpRequest, images: QuerySet[Image], *, act: Act, asked: str) -> QuerySet[Image] | Doubt:
    """The pictures that the person has seen counted, or the question that comes first."""
    token = request.POST.get("snapshot", "")
    if not token:
        return _doubt(images, act, asked)
    try:
        snapshot = snapshots.thaw(token)
        if snapshot.asked != asked:
            return _doubt(images, act, asked, is_stale=True)
        same = snapshots.check(snapshot, images)
    except StaleError:
        return _doubt(images, act, asked, is_stale=True)
    except ChangedError as error:
        return _doubt(images, act, asked, shown=error.shown)
    if snapshot.count > MOST_AT_ONCE and request.POST.get("sure") != "1":
        return _doubt(images, act, asked)
    return same


def asked(request: HttpRequest, *, room: str) -> str:
    """The same words for the same pictures, on whatever page and in whatever order they were seen."""
    kept = [(name, values) for name, values in request.GET.lists() if name not in _NOT_ASKED]
    return f"{room}?{urlencode(sorted(kept), doseq=True)}"


def _doubt(images: QuerySet[Image], act: Act, asked: str, **more: Any) -> Doubt:
    snapshot = snapshots.freeze(images, asked=asked)
    same = snapshot.of(images).order_by()
    moves, safe = Q(status__in=sorted(act.sources)), Q(safety__in=sorted(SAFE))
    counted = same.aggregate(
        held=Count("pk", filter=moves), unsafe=Count("pk", filter=moves & ~safe if act.only_safe else Q(pk__in=()))
    )
    moving, elsewhere = counted["held"] - counted["unsafe"], snapshot.count - counted["held"]
    sample = list(same.order_by("-pk").defer("recipe")[:SAMPLE])
    return Doubt(snapshot, moving, counted["unsafe"], elsewhere, sample, **more)
