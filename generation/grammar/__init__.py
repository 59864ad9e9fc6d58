"""Prompt templates: `{a|b}`, `{3::a|b}`, `{2$$a|b|c}`, `$variable`, `[SEASON]`. Pure: no rows, no Django."""

from generation.grammar.nodes import GrammarError
from generation.grammar.template import Expansion, Template, tidy

__all__ = ["Expansion", "GrammarError", "Template", "tidy"]
