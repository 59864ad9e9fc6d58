"""The original Emotion Garden's routes: thin adapters, for its own clients, over the functions behind every page."""
