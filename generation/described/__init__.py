"""How the petal's endpoints are described in the API's schema."""
