"""Keys for programs: made, shown once, found again by their fingerprint, revoked."""
