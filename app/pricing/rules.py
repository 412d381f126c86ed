"""Fares by a tariff: pure, exact until one rounding at the end of each line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

from app.kernel.clock import day_of
from app.kernel.money import whole_fen, yuan
from app.policies.topics import RatePerKind, Tariff

NIGHT_ENDS = timedelta(hours=4)  # Whoever is on the road or away at four in the morning was away that night.


@dataclass(frozen=True)
class Usage:
    """What is to be paid for.  metres: billed; minutes: whole duty; wait_min: of them, standing by."""

    kind: str
    metres: int
    minutes: int
    wait_min: int
    nights: int = 0


@dataclass(frozen=True)
class Line:
    """One money line.  formula: how it was reckoned, for people."""

    kind: str
    amount_fen: int
    formula: str


def fare(tariff: Tariff, usage: Usage) -> list[Line]:
    """The cheaper of kilometres with waiting and a day package, plus nights.  It never falls when use grows."""
    rate = tariff.kinds[usage.kind]
    by_km, package = _by_km(tariff, rate, usage), _package(tariff, rate, usage)
    lines = min(by_km, package, key=total)
    if usage.nights:
        text = f"过夜{usage.nights}晚×{yuan(rate.overnight_fen)}元"
        lines = [*lines, Line("overnight", usage.nights * rate.overnight_fen, text)]
    return lines


def nights(from_at: datetime, to_at: datetime) -> int:
    """How many nights a span holds: coming home after midnight is late, not a night away."""
    return max(0, (day_of(to_at - NIGHT_ENDS) - day_of(from_at - NIGHT_ENDS)).days)


def total(lines: list[Line]) -> int:
    return sum(line.amount_fen for line in lines)


def _by_km(tariff: Tariff, rate: RatePerKind, usage: Usage) -> list[Line]:
    km = Decimal(usage.metres) / 1000
    lines = [
        Line("distance", whole_fen(km * rate.per_km_fen), f"{km_words(usage.metres)}公里×{yuan(rate.per_km_fen)}元")
    ]
    hours = ceil(max(0, usage.wait_min - tariff.free_wait_min) / 60)
    if hours:
        text = f"候时{hours}小时×{yuan(rate.wait_per_h_fen)}元（前{tariff.free_wait_min}分钟免费）"
        lines.append(Line("waiting", hours * rate.wait_per_h_fen, text))
    return lines


def _package(tariff: Tariff, rate: RatePerKind, usage: Usage) -> list[Line]:
    days = usage.nights + 1
    lines = [
        Line(
            "package",
            days * rate.day_fen,
            f"包车{days}天×{yuan(rate.day_fen)}元（{tariff.day_h}小时/{tariff.day_km}公里）",
        )
    ]
    hours = ceil(max(0, usage.minutes - usage.nights * 16 * 60 - days * tariff.day_h * 60) / 60)
    over_m = max(0, usage.metres - days * tariff.day_km * 1000)
    over = []
    if hours:
        over.append(Line("over_time", hours * rate.over_hour_fen, f"超时{hours}小时×{yuan(rate.over_hour_fen)}元"))
    if over_m:
        amount = whole_fen(Decimal(over_m) / 1000 * rate.over_km_fen)
        over.append(Line("over_km", amount, f"超{km_words(over_m)}公里×{yuan(rate.over_km_fen)}元"))
    if tariff.combine == "max" and over:
        over = [max(over, key=lambda line: line.amount_fen)]
    return lines + over


def km_words(metres: int) -> str:
    """104000 → 104, 6250 → 6.3"""
    km = Decimal(metres) / 1000
    return str(int(km)) if km == int(km) else f"{km:.1f}"
