"""Small phone systems walked through every state they can reach, under every order of events."""
