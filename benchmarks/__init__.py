"""How fast the parts are, against the barest way of doing the same in the same run: `make benchmark AREA=…`."""
