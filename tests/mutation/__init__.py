"""Small mistakes put into sim/routing one at a time: does a test notice? Run by hand, see README.md."""
