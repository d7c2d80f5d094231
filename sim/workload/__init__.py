"""What arrives and with what luck: distributions, arrivals, the facts of every contact. May not route or keep time."""
