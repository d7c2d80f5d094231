"""Agreement with a real Asterisk: single decisions, whole runs, personal lines. Reads recordings, decides nothing itself."""
