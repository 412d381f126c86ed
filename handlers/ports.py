"""What the inbound edge asks of the outbound one; `wsgi.py` hands the real things in."""

from collections.abc import Callable
from typing import Protocol


class SignInPort(Protocol):
    """WeChat's two sign-in questions.  None means WeChat said no; silence raises TimeoutError."""

    def openid(self, code: str) -> str | None: ...

    def phone(self, code: str) -> str | None: ...


Nudge = Callable[[], None]
