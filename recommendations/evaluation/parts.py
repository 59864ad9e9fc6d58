"""A history cut in three, and what each part is a question about: likes as pairs of a visitor and a picture."""

from bisect import bisect_right, insort
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from recommendations.evaluation import splits
from recommendations.evaluation.full import Pairs, Question
from recommendations.evaluation.metrics import Flags, Floats, Ints
from recommendations.evaluation.rivals import Likes
from recommendations.evaluation.splits import Split
from recommendations.history import Events, History

RANDOM, TEMPORAL = "random", "temporal"
# The impressions of one slate are written one after the other.
SLATE_SECONDS: Final = 1.0


@dataclass(frozen=True, eq=False)
class Parts:
    """`split` is over the likes; everything that was said of one picture by one visitor is in the same part."""

    known: History
    people: Ints
    split: Split
    learnt: History

    @cached_property
    def likes(self) -> Likes:
        """What is learnt, for those who know nothing but likes."""
        liked = self.known.likes.only(self.split.train)
        return Likes(Pairs.of(self.people[liked.visits], liked.pictures), self.people, len(self.known.pictures))

    def question(self, *, within: bool, valid: bool = False) -> Question:
        """The test part, with the other two hidden; or the validation part, with what is learnt hidden.

        `within`: a visit is offered the pictures of its own emotion, as the garden does; else all pictures.
        """
        wanted = self.split.valid if valid else self.split.test
        hidden = self.split.train if valid else ~self.split.test
        names = {name: number for number, name in enumerate({picture.emotion for picture in self.known.pictures})}
        own = [names.get(visit.emotion, len(names)) if within else -1 for visit in self.known.visits]
        return Question(
            pictures=len(self.known.pictures),
            wanted=self._pairs(wanted),
            known=self._known(hidden),
            picture_kinds=np.array([names[picture.emotion] for picture in self.known.pictures], dtype=np.int64),
            visit_kinds=np.array(own, dtype=np.int64),
        )

    def _pairs(self, kept: Flags) -> Pairs:
        liked = self.known.likes.only(kept)
        return Pairs.of(liked.visits, liked.pictures)

    def _known(self, hidden: Flags) -> Pairs:
        """What a visitor liked is known in all visits of theirs."""
        liked = self.known.likes.only(hidden)
        order = np.argsort(self.people, kind="stable")
        starts = np.searchsorted(self.people[order], self.people[liked.visits])
        ends = np.searchsorted(self.people[order], self.people[liked.visits], side="right")
        places = np.concatenate([np.arange(0), *map(np.arange, starts, ends)])
        return Pairs.of(order[places], np.repeat(liked.pictures, ends - starts))


def cut(known: History, *, how: str, seed: int) -> Parts:
    """`how`: RANDOM or TEMPORAL."""
    people = _people(known)
    likes = known.likes
    pairs = people[likes.visits] * len(known.pictures) + likes.pictures
    _pair, first, of_pair = np.unique(pairs, return_index=True, return_inverse=True)
    # In the order of the likes, not of the pairs: equal times keep the order in which they came.
    order = np.argsort(first)
    who, when = people[likes.visits[first[order]]], likes.times[first[order]]
    found = splits.at_random(who, seed=seed) if how == RANDOM else splits.in_time(who, when)
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    split = Split(*(part[place[of_pair]] for part in (found.train, found.valid, found.test)))
    return Parts(known, people, split, _learnt(known, people, split, how))


def _people(known: History) -> Ints:
    """Whose visit each is, as numbers."""
    names: dict[str, int] = {}
    return np.array([names.setdefault(visit.visitor, len(names)) for visit in known.visits], dtype=np.int64)


def _learnt(known: History, people: Ints, split: Split, how: str) -> History:
    """The likes of the first part, and of all other events those that tell nothing of the other two.

    What was passed over before stays, even where the picture was liked later: had it gone, its absence would tell.
    """
    back = known.likes.only(~split.train)
    who, moments = people[back.visits], _moments(known, people, back)
    is_apart = _apart if how == RANDOM else _before
    kept: dict[str, Any] = {
        each.name: events.only(is_apart(people[events.visits], events.times, who, moments))
        for each in fields(known)
        if each.name != "likes" and isinstance(events := getattr(known, each.name), Events)
    }
    return replace(known, likes=known.likes.only(split.train), **kept)


def _moments(known: History, people: Ints, back: Events) -> Floats:
    """When each like began: as the slate came in which it was given, a little before the like."""
    size, shown = len(known.pictures), known.shown
    pairs = (people[back.visits] * size + back.pictures).tolist()
    seen: dict[int, list[float]] = {pair: [] for pair in pairs}
    met = people[shown.visits] * size + shown.pictures
    is_met = np.isin(met, pairs)
    for pair, when in zip(met[is_met].tolist(), shown.times[is_met].tolist(), strict=True):
        insort(seen[pair], when)
    found = back.times.copy()
    for place, pair in enumerate(pairs):
        earlier = bisect_right(seen[pair], found[place])
        if earlier and back.positions[place] >= 0:
            found[place] = seen[pair][earlier - 1]
    return found


def _apart(who: Ints, times: Floats, back_who: Ints, moments: Floats) -> Flags:
    """Which events did not come together with a like of the same visitor that is kept back."""
    if not moments.size or not times.size:
        return np.ones(times.size, dtype=bool)
    least = min(times.min(), moments.min())
    span = max(times.max(), moments.max()) - least + 4 * SLATE_SECONDS
    kept_back = np.sort(back_who * span + moments - least)
    asked = who * span + times - least
    near = kept_back[np.minimum(np.searchsorted(kept_back, asked - SLATE_SECONDS), kept_back.size - 1)]
    return np.asarray(abs(near - asked) > SLATE_SECONDS)


def _before(who: Ints, times: Floats, back_who: Ints, moments: Floats) -> Flags:
    """Which events came before the visitor's first like that is kept back."""
    first = np.full(max(who.max(initial=-1), back_who.max(initial=-1)) + 1, np.inf)
    np.minimum.at(first, back_who, moments)
    return np.asarray(times < first[who] - SLATE_SECONDS)
