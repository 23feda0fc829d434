"""Specs made subtly wrong, to see which claims notice. Start reading at ``mutate``."""
