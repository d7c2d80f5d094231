"""ringsim: a call-routing simulator and load tester for cloud phone systems."""
