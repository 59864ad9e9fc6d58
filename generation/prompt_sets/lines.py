"""One template of a set, checked before it is kept; every door that writes one comes through here."""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from gallery import keys
from generation import prompts, weighting
from generation.errors import UnreadablePromptError
from generation.grammar import GrammarError, Template

# Enough to meet most branches of an ordinary template; the rest is checked when it is ordered.
TRIED: Final = 6
EMOTION: Final = "emotion"
"""The variable that every set has: the emotion's own name."""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote: the fields of a PromptLine before it is one."""

    template: str
    emotion: str = ""
    favorite: str = ""
    negative: str = ""
    title: str = ""
    pairs: int = 1

    @property
    def fingerprint(self) -> str:
        """Two lines that ask for the same words are one, however many pairs they want."""
        parts = (self.emotion, self.template, self.favorite, self.negative)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def fields(line: Line) -> dict[str, Any]:
    """Its columns as a PromptLine."""
    return {**asdict(line), "fingerprint": line.fingerprint}


def template(text: str, *, favorite: str, variables: Mapping[str, Sequence[str]]) -> Template:
    """Raises UnreadablePromptError."""
    try:
        read = Template(text, favorite=favorite, variables=variables)
        _counted = read.count  # counting finds what reading does not
    except GrammarError as error:
        raise _refusal(error) from error
    return read


def check(line: Line, *, variables: Any) -> None:
    """Whether pictures can be made of it. Raises UnreadablePromptError, UnusableFavoriteError."""
    usable(line.negative)
    words = {**vocabulary(variables), EMOTION: [line.emotion or "happy"]}
    read = template(line.template, favorite=line.favorite, variables=words)
    for expansion in itertools.islice(read.all(), TRIED):
        if not expansion.text:
            raise UnreadablePromptError(_("The template can come out without a word."))
        usable(expansion.text)
        keys.favorite(expansion.favorite)


def usable(text: str) -> None:
    """Raises UnreadablePromptError for prompts that are too long and for weights that are not understood."""
    # Before anything reads it: reading takes much longer the longer it is.
    if len(text) > prompts.LONGEST:
        raise UnreadablePromptError(
            _("The prompt has %(length)d characters; %(longest)d are the most.")
            % {"length": len(text), "longest": prompts.LONGEST}
        )
    weighting.check(text)


def vocabulary(variables: Any) -> dict[str, list[str]]:
    """The variables of a set, from the JSON that somebody wrote. Raises UnreadablePromptError."""
    if not isinstance(variables, dict):
        raise UnreadablePromptError(_("Variables are names with lists of words: {“season”: [“spring”, “summer”]}."))
    for name, values in variables.items():
        if not str(name).isidentifier() or not str(name).isascii():
            raise UnreadablePromptError(
                _("“%(name)s” is no name for a variable: letters, digits and _ only.") % {"name": name}
            )
        if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
            raise UnreadablePromptError(
                _("The variable “%(name)s” needs a list of words, such as [“spring”, “summer”].") % {"name": name}
            )
    return variables


def check_set(lines: Sequence[Line], *, variables: Any, negative: str) -> None:
    """Raises UnreadablePromptError that names the line."""
    template("", favorite="", variables={**vocabulary(variables), EMOTION: ["happy"]})
    usable(negative)
    for number, line in enumerate(lines, start=1):
        try:
            check(line, variables=variables)
        except UnreadablePromptError as error:
            raise UnreadablePromptError(
                _("Template %(number)d: %(sentence)s") % {"number": number, "sentence": error.sentence}
            ) from error


def _refusal(error: GrammarError) -> UnreadablePromptError:
    sentence = _(error.message) % error.values
    if error.variable:
        sentence = _("Variable “%(name)s”: %(sentence)s") % {"name": error.variable, "sentence": sentence}
    return UnreadablePromptError(sentence)
