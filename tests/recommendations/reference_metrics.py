"""The metrics a second time: plain loops, written from RecBole's formulas and from nothing of ours."""

import math
from collections.abc import Sequence
from fractions import Fraction


def order(scores: Sequence[float]) -> list[int]:
    """The best first; equals as they came."""
    return [place for _score, place in sorted((-score, place) for place, score in enumerate(scores))]


def figures(scores: Sequence[float], liked: Sequence[bool], k: int) -> dict[str, float]:
    """One visit. There is a like and a picture that is not liked."""
    total = 0
    for one in liked:
        total += one
    found, hits, dcg, first, precisions = 0, [], 0.0, 0, Fraction(0)
    for place, picture in enumerate(order(scores)[:k], start=1):
        if liked[picture]:
            found += 1
            hits.append(place)
            dcg += 1 / math.log2(place + 1)
            first = first or place
            precisions += Fraction(found, place)
    ideal = 0.0
    for place in range(1, min(total, k) + 1):
        ideal += 1 / math.log2(place + 1)
    return {
        f"precision@{k}": found / k,
        f"recall@{k}": found / total,
        f"ndcg@{k}": dcg / ideal,
        f"hit@{k}": 1.0 if hits else 0.0,
        f"mrr@{k}": 1 / first if first else 0.0,
        f"map@{k}": float(precisions / min(total, k)),
        "auc": duels(scores, liked),
    }


def duels(scores: Sequence[float], liked: Sequence[bool]) -> float:
    """Every like against every other picture: 1 for standing above it, a half for standing beside it."""
    won, fought = Fraction(0), 0
    for one, is_liked in zip(scores, liked, strict=True):
        for other, also_liked in zip(scores, liked, strict=True):
            if is_liked and not also_liked:
                fought += 1
                won += 1 if one > other else Fraction(1, 2) if one == other else 0
    return float(won / fought)


def spread(lists: Sequence[Sequence[int]], pictures: int, learnt: Sequence[int], k: int) -> dict[str, float]:
    """The lists of all visits together; `learnt`: how often each picture was liked in what was learnt from."""
    times = [0] * pictures
    for one in lists:
        for picture in one:
            times[picture] += 1
    shown = sum(times)
    entropy = 0.0
    for count in times:
        if count:
            entropy -= count / shown * math.log(count / shown)
    gini = 0
    for place, count in enumerate(sorted(times), start=1):
        gini += (2 * place - pictures - 1) * count
    seldom = sorted((count, picture) for picture, count in enumerate(learnt) if count)
    tail = {picture for _count, picture in seldom[: max(len(seldom) // 10, 1)]}
    popular, rare = 0.0, 0.0
    for one in lists:
        popular += sum(learnt[picture] for picture in one) / len(one)
        rare += len([picture for picture in one if picture in tail]) / len(one)
    different = len([count for count in times if count])
    return {
        f"coverage@{k}": different / pictures,
        f"gini@{k}": gini / (pictures * shown),
        f"entropy@{k}": entropy,
        f"entropy_per_picture@{k}": entropy / different,
        f"popularity@{k}": popular / len(lists),
        f"tail@{k}": rare / len(lists),
    }
