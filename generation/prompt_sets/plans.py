"""What an order from a set would make: counted exactly, made only as far as somebody looks."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from gallery import keys
from gallery.errors import UnknownEmotionError
from gallery.models import Emotion
from generation.errors import UnusableOrderError
from generation.grammar import Template, tidy
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import lines

# As many as one row of the original's generator made.
BY_THE_DICE: Final = 16
LAST_SEED: Final = 2**63 - 1
# More prompts or pairs are no number that a page can show; no order is anywhere near.
MOST: Final = 10**15


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose from a set; None means everything that it has."""

    emotions: tuple[str, ...] | None = None
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each variable the values to use; no values at all leave its place empty."""
    templates: tuple[str, ...] | None = None
    """The codes of its lines."""
    dice: int | None = None
    """The seed of a random list; None for every combination in order."""
    most: int | None = None
    pairs: int | None = None
    """Of each prompt, whatever the template says."""


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt of the order."""

    line: PromptLine
    emotion: str
    index: int
    text: str
    favorite: str
    negative: str
    values: dict[str, str]
    pairs: int

    @property
    def emotion_name(self) -> str:
        return str(Emotion(self.emotion).label)


@dataclass(frozen=True)
class _Track:
    """A template for an emotion."""

    line: PromptLine
    emotion: str
    vocabulary: Mapping[str, Sequence[str]]
    pairs: int
    count: int
    """The same for each emotion, whose name is one word for one place."""

    @cached_property
    def template(self) -> Template:
        """Read when its first row is made: a look at a large set makes only a few."""
        return _template(self.line, self.emotion, self.vocabulary)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Templates that take turns for so many rows."""

    tracks: tuple[_Track, ...]
    rows: int

    def pairs(self, rows: int) -> int:
        several = len(self.tracks)
        return sum((rows - turn + several - 1) // several * track.pairs for turn, track in enumerate(self.tracks))


@dataclass(frozen=True)
class Plan:
    """The rows of an order, by number; `count` and `pairs` are exact and cheap however many they are."""

    prompt_set: PromptSet
    dice: int | None
    count: int
    stretches: tuple[_Stretch, ...]

    @cached_property
    def pairs(self) -> int:
        return sum(stretch.pairs(rows) for stretch, rows in self._parts())

    def rows(self) -> Iterator[Row]:
        """Lazily. Raises UnusableFavoriteError, UnreadablePromptError for a row that cannot be made."""
        for stretch, rows in self._parts():
            for number in range(rows):
                yield self._row(stretch.tracks[number % len(stretch.tracks)], number)

    def first(self, most: int) -> list[Row]:
        return list(itertools.islice(self.rows(), most))

    def _parts(self) -> Iterator[tuple[_Stretch, int]]:
        left = self.count
        for stretch in self.stretches:
            yield stretch, min(left, stretch.rows)
            left -= min(left, stretch.rows)

    def _row(self, track: _Track, number: int) -> Row:
        template = track.template
        one = template.nth(number % track.count) if self.dice is None else template.thrown(number, seed=self.dice)
        favorite = keys.favorite(one.favorite)
        text = with_favorite(one.text, favorite)
        lines.usable(text)
        negative = tidy(f"{track.line.negative}, {self.prompt_set.negative}")
        lines.usable(negative)
        values = {**one.values, lines.EMOTION: track.emotion}
        return Row(track.line, track.emotion, one.index, text, favorite, negative, values, track.pairs)


def plan(prompt_set: PromptSet, wish: Wish) -> Plan:
    """Raises UnusableOrderError, UnreadablePromptError, UnknownEmotionError."""
    _check(wish)
    found = _plan(prompt_set, wish)
    if max(found.count, found.pairs) > MOST:
        raise UnusableOrderError(
            _("These are %(pairs)s pairs; an order has at most %(most)s.")
            % {"pairs": f"> {MOST:,}", "most": f"{settings.GENERATION_MOST_PICTURES:,}"}
        )
    return found


def _plan(prompt_set: PromptSet, wish: Wish) -> Plan:
    tracks = _tracks(prompt_set, wish)
    if not tracks:
        raise UnusableOrderError(_("Nothing to order: the set has no template for what was chosen."))
    most = wish.most
    if wish.dice is not None:
        most = BY_THE_DICE if most is None else most
        return Plan(prompt_set, wish.dice, most, (_Stretch(tuple(tracks), most),))
    stretches = _in_turns(tracks) if prompt_set.takes_turns else [_Stretch((one,), one.count) for one in tracks]
    count = sum(stretch.rows for stretch in stretches)
    return Plan(prompt_set, None, count if most is None else min(most, count), tuple(stretches))


def with_favorite(text: str, favorite: str) -> str:
    """The favorite reaches the prompt: what the template does not say of it is said at the end."""
    said = text.casefold()
    words = [word.strip() for word in favorite.split(",")]
    missing = [word for word in words if word and not re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said)]
    return ", ".join([text, *missing])


def _check(wish: Wish) -> None:
    for emotion in wish.emotions or ():
        if emotion not in Emotion.values:
            known = ", ".join(Emotion.values)
            raise UnknownEmotionError(
                _("“%(emotion)s” is none of the eight emotions: %(known)s.") % {"emotion": emotion, "known": known}
            )
    if wish.most is not None and wish.most < 1:
        raise UnusableOrderError(_("At least one prompt must be ordered."))
    if wish.pairs is not None and wish.pairs < 1:
        raise UnusableOrderError(_("At least one pair of each prompt must be ordered."))
    if wish.dice is not None and not 0 <= wish.dice <= LAST_SEED:
        raise UnusableOrderError(_("The seed must be between 0 and %(last)d.") % {"last": LAST_SEED})


def _tracks(prompt_set: PromptSet, wish: Wish) -> list[_Track]:
    known: dict[str, Any] = lines.vocabulary(prompt_set.variables)
    for name in wish.vocabulary:
        if name not in known:
            raise UnusableOrderError(
                _("The set has no variable “%(name)s”, only: %(known)s.")
                % {"name": name, "known": ", ".join(known) or "–"}
            )
    chosen = {**known, **{name: list(values) or [""] for name, values in wish.vocabulary.items()}}
    written = [one for one in prompt_set.lines.all() if wish.templates is None or str(one.code) in wish.templates]
    counts: dict[int, int] = {}
    tracks = []
    for emotion in Emotion.values if wish.emotions is None else dict.fromkeys(wish.emotions):
        for line in written:
            if line.emotion not in ("", emotion):
                continue
            if line.pk not in counts:
                counts[line.pk] = _template(line, emotion, chosen).count
            tracks.append(_Track(line, emotion, chosen, wish.pairs or line.pairs, counts[line.pk]))
    return tracks


def _template(line: PromptLine, emotion: str, vocabulary: Mapping[str, Sequence[str]]) -> Template:
    """Raises UnreadablePromptError."""
    words = {**vocabulary, lines.EMOTION: [emotion]}
    return lines.template(line.template, favorite=line.favorite, variables=words)


def _in_turns(tracks: list[_Track]) -> list[_Stretch]:
    """For each emotion as many rows as its richest template has combinations."""
    by_emotion = [tuple(group) for _emotion, group in itertools.groupby(tracks, key=lambda track: track.emotion)]
    return [_Stretch(group, max(track.count for track in group)) for group in by_emotion]
