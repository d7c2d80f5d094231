"""What the exit codes mean, once for every command. 0 is ok, 1 an internal error, 2 usage or invalid input."""

NO = 3
"""The answer is no: an audit error, a run that differs from its repetition."""
GENERATOR_LIMIT = 6
"""The load tester, not the router, was too slow for the rate."""
INTERRUPTED = 130
"""Ctrl-C; what was finished is kept."""
