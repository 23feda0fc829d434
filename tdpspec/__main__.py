"""The command ``tdpspec``, also as ``python -m tdpspec``."""

INTERRUPTED = 130
"""As a shell reports a program that SIGINT ended."""


def main() -> None:
    try:
        from tdpspec.cli.app import main as run
    except KeyboardInterrupt:  # it takes a while
        raise SystemExit(INTERRUPTED) from None
    run()


if __name__ == "__main__":
    main()
