"""The petal's nouns, one file each."""

from generation.models.batch import BatchState, GenerationBatch, Lane
from generation.models.prompt import Prompt
from generation.models.prompt_set import PromptLine, PromptSet
from generation.models.rendering import ErrorClass, Rendering, RenderingState

__all__ = [
    "BatchState",
    "ErrorClass",
    "GenerationBatch",
    "Lane",
    "Prompt",
    "PromptLine",
    "PromptSet",
    "Rendering",
    "RenderingState",
]
