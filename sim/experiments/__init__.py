"""Floor 4: replicate, compare, store, verify, explain, under load. May not draw figures; only `store` writes files."""
