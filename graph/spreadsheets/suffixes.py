"""The suffixes of spreadsheets in Open XML, known without loading what reads and writes them."""

XLSX = ".xlsx"
#: A workbook with macros, which are never run.
WITH_MACROS = ".xlsm"
