"""Pictures of every page of a running garden, for docs/screenshots."""
