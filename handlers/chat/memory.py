"""What is kept of a talk between two messages, as one JSON value beside the dialogue's own state."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

MENU_MAX = 99  # A bare number has two digits.
LISTED_FOR = timedelta(minutes=10)


@dataclass
class Memory:
    """dialogue: the state of `nlu.advance`; menu: order numbers shown for picking, with the verb that waits for one.

    listed: the order numbers last shown; 取消第二个 names one of them until listed_until.

    draft_key: the submission key of the draft last read back; last_ref: the order last made or spoken of; pin: a place
    pointed at, WGS-84; asked: a bare figure answers this; heard: what each sentence of the draft was read as; misread:
    sentences whose speaker is being asked whether they may be kept.
    """

    dialogue: dict[str, Any] | None = None
    menu: list[str] = field(default_factory=list)
    menu_verb: str = ""
    menu_args: dict[str, Any] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    listed_until: str = ""
    draft_key: str = ""
    last_ref: str = ""
    pin: dict[str, Any] | None = None
    asked: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    misread: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Memory":
        return cls(**{name: value for name, value in kept.items() if name in cls.__dataclass_fields__})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def has_draft(self) -> bool:
        return bool((self.dialogue or {}).get("slots"))

    def drop_draft(self) -> None:
        self.dialogue, self.draft_key, self.pin, self.heard = None, "", None, []

    def show_menu(self, refs: list[str], verb: str, args: dict[str, Any], *, now: datetime) -> None:
        self.menu, self.menu_verb, self.menu_args = refs[:MENU_MAX], verb, args
        self.listed, self.listed_until = self.menu, (now + LISTED_FOR).isoformat()

    def shown(self, now: datetime) -> list[str]:
        """The orders that a number said in a sentence may mean."""
        return self.listed if self.listed_until > now.isoformat() else []
