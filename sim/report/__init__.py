"""Floor 5: what a person reads. May draw, lay out and format; may not count: every number comes from metrics."""
