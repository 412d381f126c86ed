"""A schema per topic of policy, checked on save and on reading."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Ring = Literal["zone", "city", "province", "beyond"]
RING_NAMES: dict[str, str] = {"zone": "补贴区内", "city": "市内", "province": "市外", "beyond": "省外"}


class Topic(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ApprovalChain(Topic):
    """Which roles decide, in order, per ring of the destination; an empty list means no approval is asked for."""

    rings: dict[Ring, list[str]]


class LeadTime(Topic):
    """How early a booking must come, per ring, and how far ahead it may reach."""

    least_min: dict[Ring, int]
    horizon_days: int = Field(ge=1, le=366)


class Purposes(Topic):
    """Words of purposes per duty class, and what official vehicles are never for."""

    duty_class: dict[str, list[str]]
    never: list[str]


class DispatchWeights(Topic):
    """The score of a candidate: each weight times its term, lower is better.

    empty_min: minutes without passengers · cost_yuan · wait_risk: 0–1, little slack before the pickup · balance: hours
    the vehicle is already taken that day · carbon_kg · class_match: -1 when the kind is the one asked for or the
    smallest that fits, 5 for a bus where a car would do.
    """

    empty_min: float
    cost_yuan: float
    wait_risk: float
    balance: float
    carbon_kg: float
    class_match: float
    meet_early_min: int = Field(10, ge=0, description="A car is at the meeting point that long before the hour.")
    turn_min: int = Field(10, ge=0, description="Between two trips of one car.")
    wait_default_min: int = Field(120, ge=0, description="How long a stay is taken to last when nobody said.")


class RatePerKind(Topic):
    """Rates of one kind of vehicle, in fen."""

    per_km_fen: int
    wait_per_h_fen: int
    overnight_fen: int
    day_fen: int
    over_hour_fen: int
    over_km_fen: int


class Tariff(Topic):
    """A price list.  A day package holds `day_h` hours and `day_km` km; the first `free_wait_min` of waiting are free.

    combine: whether over-time and over-km add up or the larger counts.
    """

    name: str
    kinds: dict[str, RatePerKind]
    day_h: int
    day_km: int
    free_wait_min: int
    combine: Literal["sum", "max"]
    no_show_min: int = 20


TOPICS: dict[str, type[Topic]] = {
    "approval_chain": ApprovalChain,
    "lead_time": LeadTime,
    "purposes": Purposes,
    "dispatch_weights": DispatchWeights,
    "tariff": Tariff,
}
TOPIC_NAMES: dict[str, str] = {
    "approval_chain": "审批级次",
    "lead_time": "预约提前量",
    "purposes": "用车事由",
    "dispatch_weights": "派车评分",
    "tariff": "价目表",
}
