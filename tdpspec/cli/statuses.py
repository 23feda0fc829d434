"""Exit statuses that are not about verdicts."""

INTERNAL_ERROR = 1

INCOMPLETE = 3
"""Time or size did not allow all of it."""

CANNOT_WRITE = 74
"""EX_IOERR of sysexits.h."""

INTERRUPTED = 130
"""As a shell reports a program that SIGINT ended."""

PIPE_CLOSED = 141
"""As a shell reports a program that SIGPIPE ended."""
