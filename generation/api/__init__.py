"""The petal's endpoints: prompts, prompt sets, and batches – submitted, watched, steered."""
