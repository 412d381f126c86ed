"""A wish as somebody said it or filled it in, and the draft that the rules make of it: pure values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.approvals.ops import Decider
from app.kernel.geo import Point
from app.policies.topics import Tariff
from app.pricing.rules import Line, total

PARTY_SIZE_MAX = 55
STOPS_MAX = 8
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Pin(BaseModel):
    """A place pointed at on a map, WGS-84 degrees."""

    model_config = ConfigDict(frozen=True)

    lat_wgs: float = Field(ge=-90, le=90)
    lng_wgs: float = Field(ge=-180, le=180)
    label: str = Field("", max_length=60)


class Wish(BaseModel):
    """Who, where, when, what for.  depart_at or arrive_by is there; return_at absent means one way."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    destination: Words
    origin: Words | None = None
    origin_pin: Pin | None = None
    stops: list[Words] = Field(default_factory=list, max_length=STOPS_MAX)
    depart_at: AwareDatetime | None = None
    arrive_by: AwareDatetime | None = None
    return_at: AwareDatetime | None = None
    passengers: int = Field(ge=1, le=PARTY_SIZE_MAX)
    purpose: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    vehicle_type: str | None = Field(None, max_length=20)
    seats: int | None = Field(None, ge=1, le=PARTY_SIZE_MAX)
    trip_type: str | None = Field(None, max_length=20)
    phone: str | None = Field(None, max_length=20)
    train_or_flight: str | None = Field(None, max_length=20)
    letter_no: str | None = Field(None, max_length=40)


@dataclass(frozen=True)
class Spot:
    """A place of a draft.  known: the place whose coordinates it has; exact: it is that place, not somewhere in it."""

    name: str
    point: Point
    known: str
    exact: bool
    ring: str


@dataclass(frozen=True)
class LegDraft:
    pickup: Spot
    dropoff: Spot
    depart_at: datetime
    arrive_at: datetime
    metres: int


@dataclass(frozen=True)
class Draft:
    """A wish that the rules allow, with everything a person wants to know before saying yes."""

    legs: list[LegDraft]
    return_at: datetime | None
    ring: str
    duty: str
    vehicle_kind: str | None
    deciders: list[Decider]
    tariff: Tariff
    tariff_id: int
    priced_kind: str
    lines: list[Line]
    metres: int
    rules: list[str] = field(default_factory=list)

    @property
    def depart_at(self) -> datetime:
        return self.legs[0].depart_at

    @property
    def estimate_fen(self) -> int:
        return total(self.lines)
