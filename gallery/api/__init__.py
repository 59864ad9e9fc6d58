"""The centre's endpoints, one file for each thing that they are about."""
