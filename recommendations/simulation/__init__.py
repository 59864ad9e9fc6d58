"""Made visitors in a made garden: what is true there is known, so that what was learnt can be measured."""
