"""The petal's nouns, one file each."""

from generation.models.attempt import Attempt, Outcome
from generation.models.batch import BATCH_STEPS, BatchState, GenerationBatch, Lane
from generation.models.expansion import Expansion
from generation.models.prompt import Prompt
from generation.models.prompt_set import PromptLine, PromptSet
from generation.models.rendering import HELD, STEPS, ErrorClass, Rendering, RenderingState

__all__ = [
    "BATCH_STEPS",
    "HELD",
    "STEPS",
    "Attempt",
    "BatchState",
    "ErrorClass",
    "Expansion",
    "GenerationBatch",
    "Lane",
    "Outcome",
    "Prompt",
    "PromptLine",
    "PromptSet",
    "Rendering",
    "RenderingState",
]
