"""Bookings, approvals and slips as JSON.  Money in fen, instants with offset."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.bookings.wish import Wish


class WishIn(Wish):
    """同聊天一样的订单内容；key 相同的提交只成一单。"""


class SubmitIn(WishIn):
    key: str = Field(min_length=8, max_length=60, description="客户端生成的唯一键，重试时不变")


class LegOut(BaseModel):
    seq: int
    pickup: str
    dropoff: str
    depart_at: datetime
    arrive_at: datetime
    state: str


class FareLineOut(BaseModel):
    kind: str
    amount_fen: int
    formula: str


class DraftOut(BaseModel):
    """预览：规则怎么看这个行程，尚未提交。"""

    legs: list[LegOut]
    ring: str
    duty: str
    approvers: list[str]
    estimate_fen: int
    lines: list[FareLineOut]
    distance_m: int


class CarOut(BaseModel):
    trip_id: int
    plate: str
    kind: str
    seats: int
    driver: str
    driver_phone: str
    state: str
    depart_at: datetime
    back_at: datetime


class BookingOut(BaseModel):
    ref: str
    state: str
    state_name: str
    version: int
    depart_at: datetime
    return_at: datetime | None
    passengers: int
    purpose: str
    ring: str
    estimate_fen: int
    approvers: list[str]
    legs: list[LegOut]
    cars: list[CarOut]


class BookingsOut(BaseModel):
    bookings: list[BookingOut]


class Reason(BaseModel):
    reason: str = Field("", max_length=200)


class VerdictIn(BaseModel):
    verdict: str = Field(pattern="^(grant|decline)$", description="grant 同意，decline 驳回（须有理由）")
    reason: str = Field("", max_length=200)


class RatingIn(BaseModel):
    score: int = Field(ge=1, le=5)
    comment: str = Field("", max_length=200)


class StepOut(BaseModel):
    at: datetime
    step: str
    what: str
    implied: bool


class TimelineOut(BaseModel):
    ref: str
    steps: list[StepOut]


class ChargeOut(FareLineOut):
    state: str


class FeesOut(BaseModel):
    ref: str
    estimate_fen: int
    total_fen: int
    charges: list[ChargeOut]


class SlipOut(BaseModel):
    number: str
    version: int
    issued_at: datetime
    check_code: str
    print_url: str
    body: dict[str, object]


class WhyOut(BaseModel):
    ref: str
    words: str
