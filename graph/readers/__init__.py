"""Readers of foreign files: what others wrote becomes a workbook that a person can go on with."""
