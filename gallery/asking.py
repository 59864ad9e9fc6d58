"""Reads the parameters of a question, in the same way at every endpoint."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gallery.errors import InvalidQuestionError


def number(asked: Mapping[str, str], name: str, *, usual: int, most: int, least: int = 1) -> int:
    """A whole number within its bounds. Raises InvalidQuestionError."""
    said = asked.get(name, "")
    if said == "":
        return usual
    # int() takes "+5", " 5" and digits of other scripts, and refuses thousands of them.
    if said.isascii() and said.isdecimal() and len(said) <= len(str(most)) and least <= int(said) <= most:
        return int(said)
    words = {"name": name, "least": least, "most": most}
    raise InvalidQuestionError(_("“%(name)s” is a whole number from %(least)d to %(most)d.") % words)


def flag(asked: Mapping[str, str], name: str) -> bool:
    """`true` or `1`; left out, `false` or `0`. Raises InvalidQuestionError, also where it is spelt almost so.

    A rehearsal that is asked for by another spelling must not be the act itself.
    """
    for key in asked:
        if key != name and _bare(key) == _bare(name):
            raise InvalidQuestionError(_("“%(said)s” is spelt “%(name)s” here.") % {"said": key, "name": name})
    said = asked.get(name, "").lower()
    if said not in {"", "0", "1", "true", "false"}:
        raise InvalidQuestionError(_("“%(name)s” is “true” or “false”.") % {"name": name})
    return said in {"1", "true"}


def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
