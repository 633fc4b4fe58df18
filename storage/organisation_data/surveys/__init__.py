"""Reads and checks the files of question sets; every fault has a line number."""
