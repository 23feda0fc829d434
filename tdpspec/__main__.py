"""The command ``tdpspec``, also as ``python -m tdpspec``."""

from tdpspec.cli.statuses import INTERRUPTED


def main() -> None:
    try:
        from tdpspec.cli.app import main as run
    except KeyboardInterrupt:  # it takes a while
        raise SystemExit(INTERRUPTED) from None
    run()


if __name__ == "__main__":
    main()
