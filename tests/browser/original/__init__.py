"""Pages like the original's, on one origin with the garden: their folder is beside this."""
