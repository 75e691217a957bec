"""The verifier: one file that shares no code with the application, for whoever does not trust the application."""
