"""Trips as a driver sees them."""

from datetime import datetime

from pydantic import BaseModel, Field


class StopOut(BaseModel):
    seq: int
    kind: str
    place: str
    due_at: datetime
    reached_at: datetime | None
    left_at: datetime | None
    state: str
    lat_wgs: float
    lng_wgs: float


class TripOut(BaseModel):
    id: int
    state: str
    state_name: str
    plate: str
    depart_at: datetime
    back_at: datetime
    planned_m: int
    odometer_km: int
    orders: list[str]
    stops: list[StopOut]
    card: str


class TripsOut(BaseModel):
    trips: list[TripOut]


class DeclineIn(BaseModel):
    reason: str = Field(min_length=1, max_length=200)


class OdometerIn(BaseModel):
    odometer_km: int = Field(ge=0, le=2_000_000)


class ExpenseIn(BaseModel):
    kind: str = Field(pattern="^(toll|parking|meal|other)$")
    amount_fen: int = Field(gt=0)


class StepDone(BaseModel):
    """implied: stops that were taken as done because of what was said; asks: a question, nothing was done yet."""

    trip: TripOut
    implied: list[int]
    is_repeat: bool
    asks: str | None = None
