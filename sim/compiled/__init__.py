"""The routing machine a second time, for speed: compiled, over one array of integers. The rules are `sim/routing`'s.

Whatever is decided here must be decided there alike: the records of both are equal to the byte.
"""
