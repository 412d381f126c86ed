"""Parsers of Chinese times behind one interface: a sentence and the present in, the first time with an hour out.

`python -m bench.readers NAME` speaks JSON lines, in whichever environment holds that library: it imports nothing of
ours but the parser that is asked for.  First it says {"name", "version", "load_s"} or {"name", "missing": why}; then
each {"text", "now"} gets {"at": "2026-11-24T08:00" or null, "us": what it took}.

Each library gets the benefit of a doubt: of several values the first that is not over, of a span its beginning, of a
span of time (三小时后) the present plus it.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Read = Callable[[str, datetime], str | None]
DAY = timedelta(days=1)


def nlu() -> Read:
    parse = importlib.import_module("nlu").parse

    def read(text: str, now: datetime) -> str | None:
        said = str(parse(text, now).get("depart_at") or "")
        return said[:16] if len(said) > 10 else None

    return read


def jionlp() -> Read:
    """extract_time finds times in a sentence; where it finds none, parse_time takes the whole sentence for one.

    https://github.com/dongrixinyu/JioNLP/wiki: time is [begin, end]; one that lasts a day or longer names no hour.
    """
    library = importlib.import_module("jionlp")

    def read(text: str, now: datetime) -> str | None:
        base = now.replace(tzinfo=None).timestamp()
        found = [each["detail"] for each in library.ner.extract_time(text, time_base=base)]
        return first(map(begin, found)) or first(begin(each) for each in [library.parse_time(text, time_base=base)])

    def begin(found: dict[str, Any]) -> datetime | None:
        if found["type"] not in ("time_point", "time_span"):
            return None
        start, end = map(datetime.fromisoformat, found["time"])
        return start if end - start < DAY - timedelta(seconds=2) else None

    return read


def chinesetimenlp() -> Read:
    """The package ChineseTimeNLP: a timestamp, a span of two or a timedelta; baseTime is an arrow."""
    arrow, library = importlib.import_module("arrow"), importlib.import_module("ChineseTimeNLP")
    normalizer = library.TimeNormalizer()

    def read(text: str, now: datetime) -> str | None:
        found = normalizer.parse(text, arrow.get(now)) or {}
        if found.get("type") == "timedelta":
            parts = found["timedelta"]
            return minute(now + timedelta(days=parts["day"], hours=parts["hour"], minutes=parts["minute"]))
        said = found.get("timestamp") or (found.get("timespan") or [None])[0]
        return minute(datetime.fromisoformat(said)) if said else None

    return read


def recognizers() -> Read:
    """https://github.com/microsoft/Recognizers-Text: results in order, each with values of past and future."""
    recognize = importlib.import_module("recognizers_date_time").recognize_datetime
    chinese = importlib.import_module("recognizers_text").Culture.Chinese

    def read(text: str, now: datetime) -> str | None:
        here = now.replace(tzinfo=None)
        for found in recognize(text, chinese, reference=here):
            at = first_to_come([each for each in found.resolution["values"] if each["type"] in WITH_HOUR], here)
            if at:
                return minute(at)
        return None

    return read


WITH_HOUR = ("datetime", "datetimerange", "time", "timerange")


def first_to_come(values: list[dict[str, str]], here: datetime) -> datetime | None:
    said = [each.get("value") or each.get("start") or each.get("end") for each in values]
    instants = [instant(words, here) for words in said if words and ":" in words]
    return next((at for at in instants if at >= here), instants[-1] if instants else None)


def instant(words: str, here: datetime) -> datetime:
    """A clock without a day is the next time it strikes."""
    if len(words) > len("08:00:00"):
        return datetime.fromisoformat(words)
    at = datetime.fromisoformat(f"{here.date()} {words}")
    return at if at >= here else at + DAY


def first(instants: Iterable[datetime | None]) -> str | None:
    return next((minute(at) for at in instants if at), None)


def minute(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


READERS: dict[str, tuple[str, Callable[[], Read]]] = {
    "nlu": ("paiche", nlu),
    "jionlp": ("jionlp", jionlp),
    "chinesetimenlp": ("ChineseTimeNLP", chinesetimenlp),
    "recognizers": ("recognizers-text-suite", recognizers),
}


def main(name: str) -> None:
    out, sys.stdout = sys.stdout, sys.stderr  # Libraries greet on standard output.
    package, make = READERS[name]

    def say(words: dict[str, Any]) -> None:
        print(json.dumps(words), file=out, flush=True)

    began = time.perf_counter()
    try:
        read = make()
        read("明天上午9点去南京", datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
    except Exception as fault:
        say({"name": package, "missing": f"{type(fault).__name__}: {fault}"[:200]})
        return
    say({"name": package, "version": version_of(package), "load_s": round(time.perf_counter() - began, 3)})
    for line in sys.stdin:
        asked = json.loads(line)
        say(answer(read, asked["text"], datetime.fromisoformat(asked["now"])))


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def answer(read: Read, text: str, now: datetime) -> dict[str, Any]:
    """What a library raises is an answer without a time."""
    began = time.perf_counter()
    try:
        at = read(text, now)
    except Exception:
        at = None
    return {"at": at, "us": round((time.perf_counter() - began) * 1e6, 1)}


if __name__ == "__main__":
    main(sys.argv[1])
