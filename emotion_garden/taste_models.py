"""The taste models as the page “Tastes” shows them: what each reached beside popularity, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from emotion_garden import plots
from emotion_garden.plots import Span
from recommendations import judgements, taste_files, versions
from recommendations.models import Interaction, Kind, TasteModel

SHOWN: Final = 12
# A worker that is there begins within seconds; one that finds nothing new ends as soon.
ASKED_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Beside:
    """How much more NDCG@10 than something else, and the interval."""

    mean: float
    low: float
    high: float
    span: Span

    def words(self) -> dict[str, str]:
        return {name: judgements.signed(getattr(self, name)) for name in ("mean", "low", "high")}


@dataclass(frozen=True, slots=True)
class Version:
    """One model of the list."""

    row: TasteModel
    sentence: str
    can_rank: bool
    ndcg: float | None
    of_popularity: float | None
    popularity: Beside | None
    live: Beside | None


@dataclass(frozen=True, slots=True)
class Learning:
    """How the last training that was asked for stands. `begins`: nobody works on it yet."""

    is_running: bool
    begins: bool
    found_nothing: bool


def versions_shown() -> list[Version]:
    """The latest, and the live one however old it is."""
    rows = list(TasteModel.objects.select_related("activated_by")[:SHOWN])
    live = TasteModel.objects.select_related("activated_by").filter(active=True).first()
    if live is not None and live not in rows:
        rows.append(live)
    found = [row.verdict[name] for row in rows for name in ("popularity", "live") if row.verdict.get(name)]
    reach = plots.widest((beside["low"], beside["high"]) for beside in found)
    return [_version(row, reach) for row in rows]


def new_likes(models: Sequence[Version]) -> int:
    """Since the latest training; counted through an index."""
    newest = models[0].row.newest_event if models else 0
    return Interaction.objects.filter(kind=Kind.LIKE, pk__gt=newest, withdrawn_at=None).count()


def learning(models: Sequence[Version], *, asked: datetime | None) -> Learning:
    """`asked`: when somebody pressed the button, if it was lately."""
    running = taste_files.is_busy(settings.RECOMMENDATIONS_MODELS)
    done = bool(models and asked and models[0].row.created_at >= asked)
    waits = asked is not None and not running and not done
    late = asked is not None and (timezone.now() - asked).total_seconds() > ASKED_SECONDS
    return Learning(running, waits and not late, waits and late)


def _version(row: TasteModel, reach: float) -> Version:
    metrics = row.metrics
    return Version(
        row=row,
        sentence=judgements.sentence(row.verdict),
        can_rank=versions.is_here(row),
        ndcg=metrics.get("tastes", {}).get("ndcg@10"),
        of_popularity=metrics.get("popularity", {}).get("ndcg@10"),
        popularity=_beside(row.verdict.get("popularity"), reach),
        live=_beside(row.verdict.get("live"), reach),
    )


def _beside(found: dict[str, Any] | None, reach: float) -> Beside | None:
    if not found:
        return None
    ends = {name: float(found[name]) for name in ("low", "high")}
    mean = float(found["mean"])
    return Beside(mean, **ends, span=plots.span(mean, **ends, left=-reach, right=reach))
