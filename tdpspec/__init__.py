"""Which locking or lifetime design is right? tdpspec proves or refutes each design's claims."""

__version__ = "0.1.0"
