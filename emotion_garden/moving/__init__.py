"""A garden in a folder: everything that makes it up, written out, checked, and planted again elsewhere."""
