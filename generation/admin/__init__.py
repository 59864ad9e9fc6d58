"""The operator's rooms in the admin, one file each."""

from generation.admin import batches, prompts

__all__ = ["batches", "prompts"]
