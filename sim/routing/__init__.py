"""The routing machine: who rings, when, and what a caller gets. Pure: no clock, no randomness, no I/O, no SimPy."""
