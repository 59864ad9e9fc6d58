"""What a contest came to: one object for programs, lines for people."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, Final

from django.utils.translation import gettext as _

from recommendations.evaluation.contest import Result, Standing
from recommendations.evaluation.contestants import LEARNER
from recommendations.evaluation.intervals import Interval

_DECIMALS: Final = 6
# What a table of 120 characters holds; --json has all of it.
_SHOWN: Final = ("ndcg@", "precision@", "recall@", "hit@", "map@", "auc", "coverage@", "gini@")


def facts(result: Result) -> dict[str, Any]:
    plan = result.plan
    return {
        "split": plan.how,
        "ranked": "emotion" if plan.within else "all",
        "seeds": plan.seeds,
        "k": plan.k,
        **result.sizes,
        "rankers": {name: _ranker(result, name, standing) for name, standing in result.standings.items()},
        "differences": {name: _told(found) for name, found in result.differences.items()},
        "slices": _slices(result.standings),
        "left_out": dict(result.left_out),
    }


def _ranker(result: Result, name: str, standing: Standing) -> dict[str, Any]:
    rounds = [{key: round(number, _DECIMALS) for key, number in one.items()} for one in standing.rounds]
    return {
        "metrics": {key: round(fmean(one[key] for one in standing.rounds), _DECIMALS) for key in standing.rounds[0]},
        "intervals": {key: [found.low, found.high] if found else None for key, found in result.intervals[name].items()},
        "by_seed": rounds,
        "fit_seconds": round(fmean(standing.seconds), 3),
        "fit_cpu_seconds": round(fmean(standing.cpu_seconds), 3),
        "settings": dict(standing.how),
    }


def _told(found: Mapping[str, Interval | None]) -> dict[str, Any]:
    return {key: [one.mean, one.low, one.high] if one else None for key, one in found.items()}


def _slices(standings: Mapping[str, Standing]) -> dict[str, dict[str, Any]]:
    """Emotion → visits (mean over the seeds) and the metrics of each ranker."""
    return {
        emotion: {
            "visits": round(fmean(one["visits"] for one in standings[LEARNER].slices[emotion])),
            "rankers": {
                name: {
                    key: round(fmean(one[key] for one in standing.slices[emotion]), _DECIMALS)
                    for key in standing.slices[emotion][0]
                    if key != "visits"
                }
                for name, standing in standings.items()
            },
        }
        for emotion in standings[LEARNER].slices
    }


def lines(told: Mapping[str, Any]) -> list[str]:
    """The same for people, from the facts."""
    return [
        _("%(visits)d visits asked; %(learnt)d likes learnt, %(validation)d for choosing, %(foretold)d to be foretold.")
        % told,
        _how(told),
        "",
        *_table(told),
        "",
        *_differences(told),
        *_sliced(told),
        *(_("%(name)s left out: %(why)s") % {"name": name, "why": why} for name, why in told["left_out"].items()),
    ]


def _how(told: Mapping[str, Any]) -> str:
    among = _("among the pictures of the visit's emotion") if told["ranked"] == "emotion" else _("among all pictures")
    return _("Split: %(split)s, means of %(seeds)d seeds; ranked %(among)s, less those known to be liked.") % {
        **told,
        "among": among,
    }


def _table(told: Mapping[str, Any]) -> list[str]:
    rankers = told["rankers"]
    columns = [key for key in rankers[LEARNER]["metrics"] if key.startswith(_SHOWN)]
    heads = ["", *columns, _("fit s")]
    rows = [
        [name, *(f"{one['metrics'][key]:.4f}" for key in columns), f"{one['fit_seconds']:.2f}"]
        for name, one in rankers.items()
    ]
    return aligned([heads, *rows])


def _differences(told: Mapping[str, Any]) -> list[str]:
    key = f"ndcg@{told['k']}"
    found = {name: one[key] for name, one in told["differences"].items() if one[key]}
    return [
        _("tastes − %(name)s, %(key)s: %(mean)+.4f (95 %%: %(low)+.4f to %(high)+.4f)")
        % {"name": name, "key": key, "mean": mean, "low": low, "high": high}
        for name, (mean, low, high) in found.items()
    ]


def _sliced(told: Mapping[str, Any]) -> list[str]:
    if not told["slices"]:
        return []
    key, names = f"ndcg@{told['k']}", list(told["rankers"])
    rows = [
        [emotion, str(one["visits"]), *(f"{one['rankers'][name][key]:.4f}" for name in names)]
        for emotion, one in told["slices"].items()
    ]
    head = _("%(key)s within each emotion:") % {"key": key}
    return ["", head, *aligned([["", _("visits"), *names], *rows])]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, the others to the right."""
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(pairs))
        for pairs in (list(zip(row, wide, strict=True)) for row in rows)
    ]
