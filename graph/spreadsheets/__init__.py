"""Workbooks as files: `.xlsx`, `.ods` and folders of CSV, read and written.

`read_workbook` gives the values of `graph.workbook`, `write_workbook` takes them. Whatever the file is,
its sheets are first `Grid`s: rows of cells as text.
"""

from .reading import find_workbooks, is_workbook, read_workbook
from .writing import Mark, write_workbook

__all__ = ["Mark", "find_workbooks", "is_workbook", "read_workbook", "write_workbook"]
