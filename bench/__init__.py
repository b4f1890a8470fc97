"""Measurements, run by hand: `README.md` says what each measures, how to run it, and what came out."""
