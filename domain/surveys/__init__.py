"""Surveys as data: question sets, which question is asked next, and the figures of the answers."""
