"""The compiled engine writes what the SimPy engine writes, record by record."""
