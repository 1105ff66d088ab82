"""What stands around every command: whatever goes wrong is one line on standard error."""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from pipeline import version
from pipeline.commands.streams import ReaderLeftError, StdoutError, say_no_more, usable_streams
from pipeline.errors import ClaimsheetError
from pipeline.store.scratch import own_folder
from pipeline.terminal import error, plain

WRONG, INTERRUPTED = 2, 130
_MOST = 300  # characters of a message that is not ours


def guarded(command: Callable[[], int]) -> int:
    """Do a command and return its exit status.

    A user's error is its own line. Anything else is a fault of the program or the machine:
    a line that names a log file, which holds the traceback.
    """
    usable_streams()
    # What cannot be raised (a half-written workbook that is thrown away) is no second line.
    sys.unraisablehook = lambda _: None
    try:
        _interruptible()
        with own_folder():
            status = command()
        sys.stdout.flush()
        return status
    except typer.TyperException as wrong:
        return _usage(wrong)
    except ClaimsheetError as failed:
        error(plain(str(failed)))
    except KeyboardInterrupt:
        error("interrupted")
        return INTERRUPTED
    except ReaderLeftError:
        say_no_more()
        return 0
    except StdoutError as failed:
        say_no_more()
        error(plain(f"cannot write to standard output: {failed.strerror}"))
    except SystemExit as left:
        if not isinstance(left.code, str):  # a recipe's last words
            raise
        error(plain(left.code))
    except BaseException as failed:  # a panic of an extension is no Exception
        error(plain(_unexpected(failed)))
    return WRONG


def _usage(wrong: typer.TyperException) -> int:
    """Say in one line what is wrong with the command line."""
    message = wrong.format_message()
    context: Any = getattr(wrong, "ctx", None)
    path = context.command_path if context is not None else "claimsheet"
    words = " ".join(message.split()).rstrip(".")
    error(plain(f"{words[:1].lower()}{words[1:]}; see `{path} --help`"))
    return WRONG


def _unexpected(failed: BaseException) -> str:
    """Say what nobody foresaw, and where all of it is written."""
    words = " ".join(str(failed).split())[:_MOST]
    if isinstance(failed, OSError) and failed.filename is not None:
        what = f"{os.fsdecode(failed.filename)}: {failed.strerror or words}"
    elif isinstance(failed, OSError):
        what = failed.strerror or words or type(failed).__name__
    elif isinstance(failed, MemoryError):
        what = "there is not enough memory"
    else:
        what = f"a fault in claimsheet ({type(failed).__name__}: {words})".replace(": )", ")")
    known = isinstance(failed, OSError | MemoryError)
    return f"{what}; {_logged(failed, 'details in' if known else 'please report it with')}"


def _logged(failed: BaseException, words: str) -> str:
    """Write a log file, and say where; or say where it happened if none can be written."""
    try:
        handle, name = tempfile.mkstemp(".log", "claimsheet-")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            print(
                f"claimsheet {version()}, Python {platform.python_version()}, "
                f"{platform.platform()}\n{sys.argv!r}\n",
                *traceback.format_exception(failed),
                file=log,
            )
        return f"{words} {name}"
    except Exception:
        at = traceback.extract_tb(failed.__traceback__)
        where = f"{Path(at[-1].filename).name}, line {at[-1].lineno}" if at else "an unknown place"
        return f"no log could be written; it happened in {where}"


def _interruptible() -> None:
    """Make Ctrl-C an exception again, unless it is ignored as in a shell's background."""
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.default_int_handler)


def uninterrupted() -> None:
    """Let no Ctrl-C disturb the end of the process: all is done."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
