"""How often one caller may ask: counted for each key, account, visitor and address, exactly, in all processes."""
