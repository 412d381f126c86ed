"""How a tenant wants its bookings asked: a part of its policy, handed to `advance`."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class Manner:
    """order: what must be known, the most important first, one question each; together: what one question asks after
    that; required: those of `together` that are asked until they are said (the others have a default that is read back).

    car_seats: the largest party of a small car; bigger: what carries more, with its seats; party_max: a booking's.
    """

    order: tuple[str, ...] = ("depart_at", "destination", "passengers")
    together: tuple[str, ...] = ("place_detail", "return_at", "purpose")
    required: tuple[str, ...] = ("purpose",)
    car_seats: int = 6
    bigger: tuple[tuple[str, int], ...] = (("中巴", 18), ("大巴", 48))
    party_max: int = 55

    def holds(self, party: int, slots: Mapping[str, Any]) -> bool:
        """Whether the vehicles wished for carry the party."""
        if int(slots.get("seats") or 0) >= party:
            return True
        seats = dict(self.bigger).get(str(slots.get("vehicle_type")), self.car_seats)
        return seats * int(slots.get("vehicle_count") or 1) >= party

    def size(self, party: int) -> int:
        """0 for a party that a small car carries, else which of `bigger` it takes."""
        return sum(party > seats for seats in (self.car_seats, *(seats for _, seats in self.bigger[:-1])))

    def count_for(self, party: int, vehicle: str) -> int:
        """How many of these carry the party."""
        return ceil(party / dict(self.bigger).get(vehicle, self.car_seats))

    def rank(self, slot: str) -> int:
        """Where a slot's question stands in the order of importance."""
        order = (*self.order, *self.together)
        point = {"arrive_by": "depart_at", "depart_time": "depart_at", "booking": "depart_at"}.get(slot, slot)
        return order.index(point) if point in order else len(order)
