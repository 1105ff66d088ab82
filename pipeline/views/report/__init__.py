"""``claimsheet report``: a run's results as one HTML file that needs nothing else.

``view`` makes plain values of the records, ``spans`` the marked-up text, ``charts`` the
counts; the template in ``page/`` says how it looks.
"""

from pipeline.views.report.write import write_report

__all__ = ["write_report"]
