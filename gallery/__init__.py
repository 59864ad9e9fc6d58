"""The centre: pictures, curation, visitors."""
