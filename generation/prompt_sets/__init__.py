"""Sets of prompt templates: checked, planned, ordered, imported, and those that come with the garden."""
