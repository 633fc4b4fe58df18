"""Benchmarks of the bot, most of them on its real processes. `python -m bench` prints the results."""
