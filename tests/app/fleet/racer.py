"""One process of a race for cars: it tries spans until it has no more to try, and tells which it got."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.fleet import ops as fleet
from app.kernel.clock import CITY_TZ
from app.kernel.db import enter_tenant, lock_refused, make_engine, make_sessions
from app.kernel.faults import Refused
from app.tenancy.model import Tenant

DAY = datetime(2026, 12, 3, tzinfo=CITY_TZ)
Wanted = tuple[str, int, int]  # (resource, from minute, to minute) of the day


def run(url: str, code: str, name: str, wanted: list[Wanted], start: Any, out: Any) -> None:
    """What each process does.  start: a barrier; out: a queue for (won, refused), or for why there is neither."""
    try:
        out.put(tries(url, code, name, wanted, start))
    except Exception as fault:
        out.put(repr(fault))
        raise


def tries(url: str, code: str, name: str, wanted: list[Wanted], start: Any) -> tuple[list[Wanted], list[Wanted]]:
    sessions = make_sessions(make_engine(url))
    with sessions() as session:
        tenant_id = session.scalars(select(Tenant.id).where(Tenant.code == code)).one()
    won: list[Wanted] = []
    refused: list[Wanted] = []
    start.wait(60)
    for number, span in enumerate(wanted):
        (won if take(sessions, tenant_id, f"trip:{name}{number}", span) else refused).append(span)
    return won, refused


def take(sessions: Any, tenant_id: int, ref: str, span: Wanted) -> bool:
    """Try until the database has said yes or no; a deadlock is neither, as for a worker."""
    resource, low, high = span
    while True:
        try:
            with sessions.begin() as session:
                enter_tenant(session, tenant_id)
                driver = resource.replace("vehicle", "driver")
                from_at, to_at = DAY + timedelta(minutes=low), DAY + timedelta(minutes=high)
                fleet.occupy(session, [resource, driver], from_at, to_at, reason="trip", ref=ref)
            return True
        except Refused:
            return False
        except OperationalError as fault:
            if not lock_refused(fault):
                raise
