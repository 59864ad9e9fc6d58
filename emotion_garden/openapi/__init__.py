"""The API's description of itself (OpenAPI 3.1), the page that shows it, and the page of its problems."""
