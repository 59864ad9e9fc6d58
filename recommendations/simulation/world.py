"""A seeded world: pictures with hidden styles, visitors with hidden tastes. docs/simulator.md tells what is true in it.

Nothing here was moved to please a learner: the page and this file are older than any figure of a ranking.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from gallery.models import Emotion
from recommendations import features
from recommendations.simulation import vocabulary

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

EMOTIONS: Final = tuple(Emotion.values)
# Along so many directions pictures differ and tastes go.
STYLES: Final = 3
WORDS_EACH: Final = 5
# Where a picture's style comes from, as shares of its variance: its words, its colors, and what nobody wrote down.
FROM_WORDS, FROM_PALETTE, FROM_ITSELF = 0.5, 0.15, 0.35
# Standard deviations, in each of those directions: of what a style means to everybody, and by emotion; of a taste by
# age group, by language, by person, and by person and emotion.
MEANS_TO_ALL, MEANS_BY_EMOTION = 0.1, 0.4
TASTE_BY_AGE, TASTE_BY_LANGUAGE, TASTE_OF_ONES_OWN, TASTE_BY_EMOTION = 0.45, 0.11, 0.8, 0.15
# The same of what adds to the logit.
MOOD, QUALITY, GENEROSITY = 0.25, 0.4, 0.5
IN_A_FAMILY: Final = 0.15
WITH_FAVORITE: Final = 0.3
ASKS_FOR_FAVORITE: Final = 0.2
SAYS_AGE, SAYS_GENDER = 0.7, 0.6
READING_ERRORS: Final = 0.15
# Nothing is told of somebody who says nothing.
UNSAID: Final = -1


@dataclass(frozen=True, eq=False)
class Pictures:
    """Columns; what a learner may know, and then what is hidden: `styles` (pictures × STYLES) and `quality`."""

    shown: tuple[features.Picture, ...]
    emotions: Places
    favorites: Places
    families: Places
    brightness: Places
    styles: Floats
    quality: Floats


@dataclass(frozen=True, eq=False)
class Visitors:
    """Columns; `tastes` are visitors × STYLES, `bends` (how a taste differs by emotion) visitors × emotions × STYLES.

    `habits`: how often each feels what; `activity`: how often each comes; `generosity`: how easily each likes.
    """

    codes: tuple[UUID, ...]
    age_groups: Places
    genders: Places
    languages: Places
    favorites: Places
    tastes: Floats
    bends: Floats
    generosity: Floats
    habits: Floats
    activity: Floats


@dataclass(frozen=True, eq=False)
class World:
    """`meanings` (emotions × STYLES): which style pleases whoever feels so. `moods`: how easily they like at all.

    `readings` (felt × read): what a face is taken for.
    """

    seed: int
    pictures: Pictures
    visitors: Visitors
    meanings: Floats
    moods: Floats
    readings: Floats

    def visit(self, visitor: int, *, emotion: int, hour: int) -> features.Visit:
        """What the garden knows of a visit. `emotion` is the one that was read."""
        people = self.visitors
        return features.Visit(
            visitor=str(people.codes[visitor]),
            emotion=EMOTIONS[emotion],
            age_group=_said(vocabulary.AGE_GROUPS, people.age_groups[visitor]),
            gender=_said(vocabulary.GENDERS, people.genders[visitor]),
            favorite=_said(vocabulary.FAVORITES, people.favorites[visitor]) or "",
            hour=hour,
            language=vocabulary.LANGUAGES[people.languages[visitor]],
        )


def make(*, seed: int, visitors: int = 1000, pictures: int = 1500) -> World:
    rng = np.random.default_rng([seed, 1])
    return World(
        seed=seed,
        pictures=_pictures(rng, pictures),
        visitors=_visitors(rng, visitors),
        meanings=rng.normal(scale=MEANS_TO_ALL, size=STYLES)
        + rng.normal(scale=MEANS_BY_EMOTION, size=(len(EMOTIONS), STYLES)),
        moods=rng.normal(scale=MOOD, size=len(EMOTIONS)),
        readings=_readings(),
    )


def _pictures(rng: np.random.Generator, count: int) -> Pictures:
    # Names fall apart from what they name.
    names = rng.spawn(1)[0]
    emotions = np.arange(count) % len(EMOTIONS)
    # Some words and colors belong to an emotion more than others, as in prompts.
    words = _drawn(rng, emotions, size=len(vocabulary.WORDS), each=WORDS_EACH)
    palettes = _drawn(rng, emotions, size=len(vocabulary.PALETTES), each=2)
    brightness = rng.integers(0, len(vocabulary.BRIGHTNESS), count)
    favorites = np.where(rng.random(count) < WITH_FAVORITE, rng.integers(0, len(vocabulary.FAVORITES), count), UNSAID)
    styles = _styles(rng, words, palettes)
    quality = rng.normal(scale=QUALITY, size=count)
    families = np.arange(count)
    # A sibling comes of the same prompt and looks much alike; the next picture of its emotion is eight places on.
    for place in np.flatnonzero(rng.random(count) < IN_A_FAMILY):
        elder = place - len(EMOTIONS)
        if elder >= 0:
            families[place], words[place], palettes[place] = families[elder], words[elder], palettes[elder]
            favorites[place], brightness[place] = favorites[elder], brightness[elder]
            styles[place] = styles[elder] + rng.normal(scale=0.3, size=STYLES)
    stacks = [str(_code(names)) for _place in range(count)]
    shown = tuple(
        features.Picture(
            code=str(_code(rng)),
            emotion=EMOTIONS[emotions[place]],
            favorite=_said(vocabulary.FAVORITES, favorites[place]) or "",
            caption=", ".join([*(vocabulary.WORDS[word] for word in words[place]), *vocabulary.FILLER]),
            family=stacks[families[place]],
            palette=tuple(vocabulary.PALETTES[color] for color in palettes[place]),
            brightness=vocabulary.BRIGHTNESS[brightness[place]],
        )
        for place in range(count)
    )
    return Pictures(shown, emotions, favorites, families, brightness, styles, quality)


def _drawn(rng: np.random.Generator, emotions: Places, *, size: int, each: int) -> Places:
    """`each` different words for every picture; by Gumbel's trick, all at once."""
    leaning = rng.normal(scale=0.7, size=(len(EMOTIONS), size))
    return np.argsort(-(leaning[emotions] + rng.gumbel(size=(emotions.size, size))), axis=1)[:, :each].copy()


def _styles(rng: np.random.Generator, words: Places, palettes: Places) -> Floats:
    """Each part has the variance of its share."""
    of_word = rng.normal(size=(len(vocabulary.WORDS), STYLES))
    of_color = rng.normal(size=(len(vocabulary.PALETTES), STYLES))
    parts = [of_word[words].sum(1), of_color[palettes].sum(1), rng.normal(size=(len(words), STYLES))]
    shares = (FROM_WORDS, FROM_PALETTE, FROM_ITSELF)
    found: Floats = sum(
        ((part - part.mean(0)) / part.std(0) * share**0.5 for part, share in zip(parts, shares, strict=True)),
        np.zeros((len(words), STYLES)),
    )
    return found


def _visitors(rng: np.random.Generator, count: int) -> Visitors:
    age_groups = rng.integers(0, len(vocabulary.AGE_GROUPS), count)
    languages = rng.integers(0, len(vocabulary.LANGUAGES), count)
    by_age = rng.normal(scale=TASTE_BY_AGE, size=(len(vocabulary.AGE_GROUPS), STYLES))
    by_language = rng.normal(scale=TASTE_BY_LANGUAGE, size=(len(vocabulary.LANGUAGES), STYLES))
    asks = rng.random(count) < ASKS_FOR_FAVORITE
    return Visitors(
        codes=tuple(_code(rng) for _visitor in range(count)),
        age_groups=np.where(rng.random(count) < SAYS_AGE, age_groups, UNSAID),
        # Said by some, and it tells nothing here.
        genders=np.where(rng.random(count) < SAYS_GENDER, rng.integers(0, len(vocabulary.GENDERS), count), UNSAID),
        languages=languages,
        favorites=np.where(asks, rng.integers(0, len(vocabulary.FAVORITES), count), UNSAID),
        tastes=by_age[age_groups] + by_language[languages] + rng.normal(scale=TASTE_OF_ONES_OWN, size=(count, STYLES)),
        bends=rng.normal(scale=TASTE_BY_EMOTION, size=(count, len(EMOTIONS), STYLES)),
        generosity=rng.normal(scale=GENEROSITY, size=count),
        habits=rng.dirichlet(np.full(len(EMOTIONS), 0.7), size=count),
        activity=rng.lognormal(sigma=0.8, size=count),
    )


def _readings() -> Floats:
    """Half of the errors go to the emotion that looks most alike, the others anywhere."""
    size = len(EMOTIONS)
    found = np.full((size, size), READING_ERRORS / 2 / (size - 1))
    for felt, taken_for in vocabulary.TAKEN_FOR.items():
        found[EMOTIONS.index(felt), EMOTIONS.index(taken_for)] += READING_ERRORS / 2
    np.fill_diagonal(found, 1 - READING_ERRORS)
    return found


def _said(words: tuple[str, ...], place: int) -> str | None:
    return words[place] if place != UNSAID else None


def _code(rng: np.random.Generator) -> UUID:
    return UUID(bytes=rng.bytes(16), version=4)
