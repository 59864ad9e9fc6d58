"""Tags of the visitors' pages."""
