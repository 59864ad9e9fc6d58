"""Made likes with the outline of MovieLens-100k (943 people, 1,682 films, 100,000 events), which is not ours to ship.

A long tail, tastes of few dimensions that genres, age and gender explain in part and that drift, and people who come
once and tell everything in one sitting, several things within the same second.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PEOPLE, FILMS, EVENTS = 943, 1682, 100_000
GENRES = 18
FACTORS = 14
KNOWN, TASTE = 1.2, 2.0
# Seconds: the set was gathered in seven months of 1997 and 1998.
BEGAN, LASTED = 874_724_710, 18_561_928


@dataclass(frozen=True, eq=False)
class Made:
    """Events in no order; ages in years; a row of ones and zeros for each film's genres."""

    people: np.ndarray
    films: np.ndarray
    times: np.ndarray
    ages: np.ndarray
    women: np.ndarray
    genres: np.ndarray


def make(*, seed: int = 0, people: int = PEOPLE, films: int = FILMS, events: int = EVENTS) -> Made:
    chance = np.random.default_rng(seed)
    genres = chance.random((films, GENRES)) < chance.dirichlet(np.ones(GENRES)) * 1.7 + 0.02
    meaning = chance.normal(size=(GENRES, FACTORS))
    of_films = genres @ meaning / np.sqrt(GENRES / 4) + chance.normal(scale=1.0, size=(films, FACTORS))
    of_films /= np.linalg.norm(of_films, axis=1, keepdims=True)
    known = np.log(chance.pareto(1.1, films) + 0.12) * 0.85
    ages = np.clip(chance.gamma(9, 3.8, people), 7, 73).astype(int)
    women = chance.random(people) < 0.29
    of_age, of_women = chance.normal(size=(2, FACTORS))
    tastes = chance.normal(size=(people, FACTORS))
    tastes += np.outer((ages - 34) / 12, of_age) * 0.4 + np.outer(women, of_women) * 0.6
    drift = chance.normal(scale=0.35, size=(people, FACTORS))
    sizes = _sizes(chance, people, films, events)
    rows = [
        _sitting(chance, person, sizes[person], known, of_films, tastes[person], drift[person])
        for person in range(people)
    ]
    who, what, when = np.concatenate(rows, axis=1)
    order = chance.permutation(who.size)
    return Made(who[order], what[order], when[order], ages, women, genres)


def _sizes(chance: np.random.Generator, people: int, films: int, events: int) -> np.ndarray:
    """At least 20 each, or as many as there may be, and the right sum."""
    least, most = min(20, events // people), films // 2
    found = np.minimum(least + chance.lognormal(0, 1.15, people) / 2 * (events / people - least), most).astype(int)
    while (short := events - int(found.sum())) != 0:
        some = chance.integers(0, people, min(abs(short), people))
        found[some] = np.clip(found[some] + np.sign(short), least, most)
    return found


def _sitting(
    chance: np.random.Generator,
    person: int,
    size: int,
    known: np.ndarray,
    of_films: np.ndarray,
    taste: np.ndarray,
    drift: np.ndarray,
) -> np.ndarray:
    """What one person tells: likelier what is known and suits them, the known a little earlier; tastes drift."""
    parts = chance.multinomial(size, [0.8, 0.2]) if chance.random() < 0.15 else [size]
    left = np.ones(of_films.shape[0], dtype=bool)
    began = BEGAN + int(chance.integers(0, LASTED))
    rows = []
    for number, part in enumerate(parts):
        wish = KNOWN * known + of_films @ (taste + drift * number) * TASTE + chance.gumbel(size=left.size)
        picked = np.argsort(np.where(left, -wish, np.inf))[:part]
        left[picked] = False
        order = picked[np.argsort(-0.2 * known[picked] - chance.gumbel(size=part))]
        seconds = np.cumsum(chance.random(part) < 0.35) * chance.integers(5, 25)
        when = began + number * int(chance.integers(86_400, 5_000_000)) + seconds.astype(int)
        rows.append(np.stack([np.full(part, person), order, when]))
    return np.concatenate(rows, axis=1)


def write(made: Made, folder: Path) -> Path:
    """In the original's CSV form; ages as numbers, genres as words of their own column."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"genre-{number}" for number in range(made.genres.shape[1])]
    people = zip(made.ages.tolist(), made.women.tolist(), strict=True)
    _write(
        folder / "users.csv",
        ["USER_ID", "GENERATION", "GENDER"],
        [[number, age, "F" if is_woman else "M"] for number, (age, is_woman) in enumerate(people, start=1)],
    )
    _write(
        folder / "items.csv",
        ["ITEM_ID", "TIMESTAMP", "GENRES"],
        [
            [number, 0, "|".join(name for name, has in zip(names, row, strict=True) if has)]
            for number, row in enumerate(made.genres.tolist(), start=1)
        ],
    )
    events = zip((made.people + 1).tolist(), (made.films + 1).tolist(), made.times.tolist(), strict=True)
    rows = [[person, film, when, "click", ""] for person, film, when in events]
    _write(folder / "interactions.csv", ["USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "IMPRESSION"], rows)
    return folder


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
