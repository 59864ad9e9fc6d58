"""How the centre's endpoints are described in the API's schema, beside each file of `gallery.api`."""
