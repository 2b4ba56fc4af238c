"""What severities are called."""

from __future__ import annotations

from .findings import Severity
from .i18n import mark

#: The word of each severity, marked for translation.
SEVERITIES = {Severity.ERROR: mark("error"), Severity.WARNING: mark("warning"), Severity.NOTE: mark("note")}
