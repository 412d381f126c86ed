"""What all stand-ins of one run share: clock, memory, faults.  Each firm's file adds its own state beside it."""

from dataclasses import dataclass, field
from pathlib import Path

from emulators.clock import Clock
from emulators.faults import Faults
from emulators.store import Delivery, Store


@dataclass
class World:
    """`targets`: the firms that exist so far; a control about another one answers 404."""

    clock: Clock
    store: Store
    faults: Faults = field(default_factory=Faults)
    targets: set[str] = field(default_factory=set)
    quota_default: int = 0

    def deliver(self, delivery: Delivery) -> int:
        return self.store.deliver(delivery, at=self.clock.now().isoformat(timespec="milliseconds"))


def open_world(var: Path, *, quota_default: int = 0) -> World:
    var.mkdir(parents=True, exist_ok=True)
    return World(Clock(var / "clock.json"), Store(var / "emulator.sqlite3"), quota_default=quota_default)
