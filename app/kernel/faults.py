"""What may go wrong for a person: four kinds of fault, raised by code, worded in `texts.py`, shown at the edge."""

from typing import Any


class Fault(Exception):
    """A fault of the caller's, not ours: it carries a code and the figures its sentence needs."""

    status = 500

    def __init__(self, code: str, /, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.facts = code, field, facts


class Invalid(Fault):
    """What was handed in cannot be read; `field` says where."""

    status = 422


class NotFound(Fault):
    """There is no such thing in this person's tenant; other tenants' rows look the same."""

    status = 404


class Refused(Fault):
    """A rule or a state said no."""

    status = 409


class Forbidden(Fault):
    """This person may not do that."""

    status = 403
