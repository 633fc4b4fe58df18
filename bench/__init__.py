"""Measures the bot from outside, as it runs for an office. `python -m bench` says what it found."""
