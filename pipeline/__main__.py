"""The command ``claimsheet``, also as ``python -m pipeline``."""

import contextlib
import os
import signal
from types import FrameType


def main() -> None:
    """Run the command line; until it is imported, nothing is done that Ctrl-C could cut short."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, _leave)
    from pipeline.commands.app import main as command

    command()


def _leave(number: int, frame: FrameType | None) -> None:
    with contextlib.suppress(OSError):
        os.write(2, b"claimsheet: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
