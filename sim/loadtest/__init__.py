"""The load tester: drives a router against a real clock. Imports no engine and no metrics."""
