"""Two transactions at once without threads: the second says at once that it would have to wait."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session


@contextmanager
def does_not_wait(session: Session) -> Iterator[None]:
    """Inside, a row that somebody else has locked is an error (1205) at once.  MariaDB."""
    session.execute(text("SET SESSION innodb_lock_wait_timeout = 0"))
    try:
        yield
    finally:
        session.execute(text("SET SESSION innodb_lock_wait_timeout = 15"))
