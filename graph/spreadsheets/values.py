"""The values of spreadsheet cells as the text that a person would have written."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
# Beyond these a number is told with its power of ten.
_LEAST, _MOST = 1e-15, 1e21
_HALF = timedelta(milliseconds=500)


def number_text(number: float) -> str:
    """Return a number without the noise of its binary form: 15 digits, as spreadsheets keep.

    >>> number_text(0.1 + 0.2), number_text(3.0), number_text(1e20), number_text(-0.0)
    ('0.3', '3', '100000000000000000000', '0')
    """
    short = f"{number:.15g}"
    if number and not _LEAST <= abs(number) < _MOST:
        return short
    plain = f"{Decimal(short):f}" if "e" in short else short
    return "0" if plain == "-0" else plain


def written_number(text: str) -> str:
    """Return a number as the file has it, noise taken out; what is no number stays.

    >>> written_number("42"), written_number("0.30000000000000004"), written_number("1E-3")
    ('42', '0.3', '0.001')
    """
    if _WHOLE.fullmatch(text):
        return text
    try:
        return number_text(float(text))
    except ValueError:
        return text


def value_text(value: object) -> str:
    """Return any value of a cell: dates as ISO, times without idle seconds, yes and no, plain numbers.

    >>> value_text(datetime(2022, 10, 3)), value_text(datetime(2022, 10, 3, 14, 30)), value_text(True)
    ('2022-10-03', '2022-10-03T14:30', 'yes')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    return _moment(value)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        whole = _to_second(value)
        return f"{whole.date()}" if whole.time() == time() else f"{whole.date()}T{_clock(whole.time())}"
    if isinstance(value, time):
        return _clock(_to_second(datetime.combine(date.min, value)).time())
    if isinstance(value, timedelta):
        return duration_text(value)
    return str(value)


def duration_text(span: timedelta) -> str:
    """Return a duration in hours, minutes and seconds.

    >>> duration_text(timedelta(hours=26, minutes=30)), duration_text(timedelta(seconds=-90))
    ('26:30', '-0:01:30')
    """
    seconds = round(abs(span).total_seconds())
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    return f"-{clock}" if span < timedelta() else clock


def _to_second(value: datetime) -> datetime:
    return value if not value.microsecond else (value + _HALF).replace(microsecond=0)


def _clock(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")
