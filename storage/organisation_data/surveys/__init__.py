"""Reads and checks the files of question sets; every fault names its line."""
