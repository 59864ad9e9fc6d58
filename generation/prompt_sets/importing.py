"""REQUESTS: put the lines of a CSV file into a set; the same file again changes nothing."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gallery.errors import NotAllowedError
from generation.models import PromptLine, PromptSet
from generation.prompt_sets import csv_file, lines
from generation.prompt_sets.csv_file import Problem, Sheet, UnreadableCsvError
from generation.prompt_sets.library.vocabulary import WORDS

IMPORT: Final = ("generation.add_promptset", "generation.change_promptset")


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do."""

    slug: str
    new: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    written: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "set": self.slug,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "written": self.written,
            "problems": [problem.as_dict() for problem in self.problems],
        }


def rehearse(content: bytes, *, name: str, by: User | None = None) -> Report:
    """What `take` would do. Raises UnreadableCsvError, NotAllowedError."""
    prompt_set, sheet = _read(content, name=name, by=by)
    return _report(prompt_set, sheet, written=False)


def take(content: bytes, *, name: str, by: User | None = None) -> Report:
    """Writes the file's lines if all of them are good. Raises UnreadableCsvError, NotAllowedError."""
    prompt_set, sheet = _read(content, name=name, by=by)
    return _report(prompt_set, sheet, written=False) if sheet.problems else _written(prompt_set, sheet)


def take_the_good(content: bytes, *, name: str, by: User | None = None) -> Report:
    """Writes the good lines whatever the others are. Raises UnreadableCsvError, NotAllowedError."""
    prompt_set, sheet = _read(content, name=name, by=by)
    return _written(prompt_set, sheet) if sheet.lines else _report(prompt_set, sheet, written=False)


def _read(content: bytes, *, name: str, by: User | None) -> tuple[PromptSet, Sheet]:
    if by is not None and not by.has_perms(IMPORT):
        raise NotAllowedError(_("You may not import prompts; ask the person who looks after the garden."))
    prompt_set = _set(name)
    return prompt_set, csv_file.read(content, variables=prompt_set.variables)


def _set(name: str) -> PromptSet:
    """The set of that name, saved or not; a new one knows the words of the garden's own sets."""
    slug = slugify(name)[:60]
    if not slug:
        raise UnreadableCsvError(_("A set needs a name with letters or digits, such as “spring-2027”."))
    return PromptSet.objects.filter(slug=slug).first() or PromptSet(
        slug=slug, name=" ".join(name.split())[:100], variables=WORDS
    )


def _report(prompt_set: PromptSet, sheet: Sheet, *, written: bool) -> Report:
    kept = dict(prompt_set.lines.values_list("fingerprint", "pairs")) if prompt_set.pk else {}
    new = sum(line.fingerprint not in kept for line in sheet.lines)
    unchanged = sum(kept.get(line.fingerprint) == line.pairs for line in sheet.lines)
    changed = len(sheet.lines) - new - unchanged
    return Report(prompt_set.slug, new, changed, unchanged, sheet.problems, written)


@transaction.atomic
def _written(prompt_set: PromptSet, sheet: Sheet) -> Report:
    if prompt_set.pk is None:
        prompt_set, _new = PromptSet.objects.get_or_create(
            slug=prompt_set.slug, defaults={"name": prompt_set.name, "variables": prompt_set.variables}
        )
    # Two imports of one set wait for each other here.
    PromptSet.objects.select_for_update().get(pk=prompt_set.pk)
    report = _report(prompt_set, sheet, written=True)
    kept = dict(prompt_set.lines.values_list("fingerprint", "pairs"))
    last = prompt_set.lines.aggregate(last=Max("position"))["last"]
    position = -1 if last is None else last
    fresh = []
    for line in sheet.lines:
        if line.fingerprint not in kept:
            position += 1
            fresh.append(PromptLine(prompt_set=prompt_set, position=position, **lines.fields(line)))
        elif kept[line.fingerprint] != line.pairs:
            prompt_set.lines.filter(fingerprint=line.fingerprint).update(pairs=line.pairs)
    PromptLine.objects.bulk_create(fresh, batch_size=500)
    return report
