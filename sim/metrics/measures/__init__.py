"""The metrics, one subject a file; each function is one metric and its formula. May not format a number or read a record."""
