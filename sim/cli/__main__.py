"""`python -m sim.cli` is `ringsim`."""

from sim.cli import main

main()
