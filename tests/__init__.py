"""Everything that proves it. A package with a file of its own, for some simulators install a `tests` too (Ciw does)."""
