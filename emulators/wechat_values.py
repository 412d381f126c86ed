"""What may stand in the fields of a subscribe message.  The field's name says its kind: thing1, time2, car_number3.

WeChat's own table, as its documentation of the subscribe message lists it; one bad value and the message is not sent.
"""

import re
from collections.abc import Mapping

CHINESE = r"\u4e00-\u9fff"
DATE = r"\d{4}(?:年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})"
HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
MOMENT = rf"(?:{DATE}(?:\s*{HOUR})?|{HOUR})"

FORMATS: dict[str, str] = {
    "thing": r"[\s\S]{1,20}",
    "number": r"-?\d{1,32}(?:\.\d{1,31})?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[\x20-\x7e]{1,32}",
    "time": rf"{MOMENT}(?:\s*[~～]\s*{MOMENT})?",
    "date": rf"{DATE}(?:\s*{HOUR})?(?:\s*[~～]\s*{DATE}(?:\s*{HOUR})?)?",
    "amount": r"[¥￥$€£]?\d{1,10}(?:\.\d{1,2})?元?",
    "phone_number": r"[\d+\-() ]{1,17}",
    "car_number": rf"[{CHINESE}A-Za-z0-9][A-Za-z0-9]{{0,6}}[{CHINESE}A-Za-z0-9]",  # No dot: 苏D0A123.
    "name": rf"(?:[{CHINESE}·]{{1,10}}|[A-Za-z .]{{1,20}})",
    "phrase": rf"[{CHINESE}]{{1,5}}",
}
FIELD = re.compile(rf"({'|'.join(FORMATS)})\d+")


def bad_field(data: object) -> str | None:
    """The first field whose value WeChat would not take; None when all are well."""
    if not isinstance(data, dict) or not data:
        return "data"
    return next((name for name, entry in data.items() if not is_good(name, entry)), None)


def is_good(name: str, entry: object) -> bool:
    known = FIELD.fullmatch(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if known is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    return re.fullmatch(FORMATS[known[1]], str(value)) is not None


def readable(data: Mapping[str, Mapping[str, object]]) -> str:
    return "\n".join(str(entry["value"]) for entry in data.values())
