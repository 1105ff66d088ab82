"""Every error a user can cause, as one tree.

ClaimsheetError                 one line: what, where, what next
├── UsageError                  the command line or an input folder is wrong   (exit 2)
│   ├── SettingsError           the settings file
│   ├── OutputError             the output folder cannot be written
│   └── ModelError              a model is missing, damaged or cannot be loaded
└── ArticleError                one article cannot be processed; the others go on (exit 1)
    └── StageError              a stage failed on it; carries the stage's name
"""

from __future__ import annotations


class ClaimsheetError(Exception):
    """Root of the tree; ``str(error)`` is one line a user can act on."""


class UsageError(ClaimsheetError):
    """The command line or a folder given there is wrong."""


class SettingsError(UsageError):
    """The settings file cannot be read, or holds an unknown key or a wrong value."""


class OutputError(UsageError):
    """The output folder cannot be written; earlier results are whole."""


class ModelError(UsageError):
    """A model is missing, damaged, or cannot be loaded."""


class ArticleError(ClaimsheetError):
    """One article cannot be processed. ``stage`` names where it stopped."""

    stage = "read"


class StageError(ArticleError):
    """A stage failed on an article."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage
