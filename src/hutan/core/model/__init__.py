"""What the domain is about: organizations, what they burn and buy, where a number came from."""
