"""The rules of the routing machine, told as tables a supervisor can read."""
