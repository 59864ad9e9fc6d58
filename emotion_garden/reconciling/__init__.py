"""Where rows, files and rights have drifted apart, and how each is put right."""
