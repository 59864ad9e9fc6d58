"""What the endpoints read from their bodies, and what they answer."""
