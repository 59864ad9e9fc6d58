"""The operator's rooms in the admin, one file each."""

from generation.admin import batches, prompt_sets, prompts

__all__ = ["batches", "prompt_sets", "prompts"]
