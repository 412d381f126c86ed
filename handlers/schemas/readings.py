"""Readings of sentences as JSON."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Role = Literal["official", "visitor", "approver", "driver", "dispatcher", "supervisor"]
SENTENCE_MAX = 2_000


def is_moment(value: str) -> str:
    """A day, or an instant with its zone."""
    if len(value) == len("2026-11-23"):
        date.fromisoformat(value)
    elif datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("no zone")
    return value


def is_hour(value: str) -> str:
    time.fromisoformat(value)
    return value


Moment = Annotated[str, StringConstraints(max_length=40), AfterValidator(is_moment)]
Hour = Annotated[str, StringConstraints(max_length=5), AfterValidator(is_hour)]
Words = Annotated[str, StringConstraints(max_length=120)]
Part = Literal["dawn", "morning", "noon", "afternoon", "evening"]
Count = Annotated[int, Field(strict=True, ge=0, le=999)]


class RecurrenceIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weekdays: list[Annotated[int, Field(ge=1, le=7)]] | None = Field(default=None, max_length=7)
    at: Hour | None = None


class CopyIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    depart_at: Moment | None = None
    which: Words | None = None


class SlotsIn(BaseModel):
    """此前已知的内容。"""

    model_config = ConfigDict(extra="forbid")

    depart_at: Moment | None = None
    depart_part: Part | None = None
    arrive_by: Moment | None = None
    return_at: Moment | None = None
    return_part: Part | None = None
    passengers: Count | None = None
    origin: Words | None = None
    destination: Words | None = None
    stops: list[Words] | None = Field(default=None, max_length=20)
    trip_type: Words | None = None
    purpose: Words | None = None
    vehicle_type: Words | None = None
    seats: Count | None = None
    vehicle_count: Count | None = None
    plate: Words | None = None
    driver: Words | None = None
    duration: Annotated[float, Field(ge=0, le=1_000)] | Words | None = None
    train_or_flight: Words | None = None
    phone: Words | None = None
    letter_no: Words | None = None
    recurrence: RecurrenceIn | None = None
    window: list[Hour] | None = Field(default=None, max_length=2)
    copy_: CopyIn | None = Field(default=None, alias="copy")
    urgent: bool | None = None


class SentenceIn(BaseModel):
    """一句话和它的上文；没有上文只给 text。"""

    text: str = Field(min_length=1, max_length=SENTENCE_MAX, examples=["明早8点三人去无锡"])
    role: Role = "official"
    intent: str | None = Field(default=None, max_length=20)
    slots: SlotsIn | None = Field(default=None, description="此前已知的内容，名称同 reading")
    asked: str | None = Field(default=None, max_length=30, description="上一句问的是哪一项")
    pending: list[Annotated[str, StringConstraints(max_length=40)]] | None = Field(
        default=None, max_length=50, description="列出过的订单号，按顺序"
    )


class SpanOut(BaseModel):
    """slot 的值来自 text[start:end]（words），由 rule 读出。"""

    slot: str
    start: int
    end: int
    words: str
    rule: str


class ReadingOut(BaseModel):
    reading: dict[str, Any]
    spans: list[SpanOut]
