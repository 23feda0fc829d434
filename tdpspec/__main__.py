"""``python -m tdpspec`` is the command ``tdpspec``."""

from tdpspec.cli.app import main

if __name__ == "__main__":
    main()
