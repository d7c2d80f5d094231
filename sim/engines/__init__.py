"""Engines move time and write records; they neither draw nor decide. One protocol, so each can replace the other."""

from sim.engines.protocol import Engine, Run, first_difference

__all__ = ["Engine", "Run", "first_difference"]
