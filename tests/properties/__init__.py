"""Random phone systems: what must hold after every instant, and laws that relate one day to another."""
