"""What workers have in common: the process that they are forked from imports this, and with it all they need, once."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process that forks has no threads; workers are as many as cores

import sim.engines.compiled
import sim.experiments.replicate  # noqa: F401
