"""Commands: doors for the operator."""
