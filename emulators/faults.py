"""Trouble to order: until further notice, or for the next few calls, a firm is silent, broken or unwilling.

Kept in memory: a restarted stand-in is in good health.
"""

import threading
from dataclasses import dataclass, replace

MODES = ("ok", "timeout", "http500", "refuse", "duplicate_callbacks", "late_callbacks", "out_of_order")
CALLBACK_MODES = ("duplicate_callbacks", "late_callbacks", "out_of_order")
LATE_S = 290.0
SILENT_S = 30.0  # Longer than any client's patience.


@dataclass(frozen=True)
class Fault:
    """`calls_left` None: until further notice."""

    mode: str = "ok"
    calls_left: int | None = None
    delay_s: float | None = None

    @property
    def silent_s(self) -> float:
        return SILENT_S if self.delay_s is None else self.delay_s

    @property
    def late_s(self) -> float:
        return LATE_S if self.delay_s is None else self.delay_s


class Faults:
    """One fault a target; the newest order replaces the one before."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_target: dict[str, Fault] = {}

    def order(self, target: str, fault: Fault) -> None:
        with self.lock:
            self.by_target[target] = fault

    def next(self, target: str) -> Fault:
        """The fault that the call just coming in meets; it counts as one of its calls."""
        with self.lock:
            fault = self.by_target.get(target, Fault())
            if fault.calls_left is None:
                return fault
            left = fault.calls_left - 1
            self.by_target[target] = replace(fault, calls_left=left) if left else Fault()
            return fault
