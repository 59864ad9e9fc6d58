"""The petal's nouns, one file each."""

from generation.models.batch import BatchState, GenerationBatch, Lane
from generation.models.prompt import Prompt
from generation.models.rendering import ErrorClass, Rendering, RenderingState

__all__ = ["BatchState", "ErrorClass", "GenerationBatch", "Lane", "Prompt", "Rendering", "RenderingState"]
