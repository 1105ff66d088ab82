"""``python -m pipeline`` is the command ``claimsheet``."""

from pipeline.commands.app import main

if __name__ == "__main__":
    main()
