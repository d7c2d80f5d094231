"""The SimPy model: the clock and the sources. The readable reference that a planner can extend in a notebook."""

from sim.engines.simpy.model import Model, SimpyEngine

__all__ = ["Model", "SimpyEngine"]
