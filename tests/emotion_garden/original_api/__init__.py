"""The original routes, asked as the original pages ask them."""
