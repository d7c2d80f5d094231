"""A second opinion on routing, written from the rules alone."""
