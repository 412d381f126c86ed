"""Take and free vehicles and drivers.  `occupy` is the only writer of occupancies; the database forbids an overlap."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.fleet.model import Depot, Driver, Fitness, Occupancy, OccupancyHour, Vehicle
from app.kernel.events import record, subject_of
from app.kernel.faults import Invalid, NotFound, Refused
from app.kernel.scope import Scope

MINUTE = timedelta(minutes=1)
CHECK_FAILED = (3819, 4025)  # MySQL and MariaDB: a CHECK constraint said no.


def occupy(
    session: Session, resources: Iterable[str], from_at: datetime, to_at: datetime, *, reason: str, ref: str
) -> list[Occupancy]:
    """Take each resource (vehicle:3, driver:3) for [from_at, to_at), whole minutes, all or none.

    Spans that merely touch never collide.  Raises Refused("fleet.taken"); the transaction stays usable.
    """
    assert from_at < to_at, "a span has a length"
    wanted = sorted(resources)
    rows = [Occupancy(resource=r, from_at=from_at, to_at=to_at, reason=reason, ref=ref) for r in wanted]
    try:
        with session.begin_nested():
            session.add_all(rows)
            session.flush()
            tenant_id = rows[0].tenant_id
            for resource in wanted:
                _take_minutes(session, tenant_id, resource, from_at, to_at)
    except (IntegrityError, OperationalError) as error:
        if _is_check(error):
            raise Refused("fleet.taken") from error
        raise
    return rows


def release(session: Session, ref: str, *, at: datetime) -> None:
    """End the occupancies of `ref`: the minutes from `at` on are free again before this returns."""
    rows = session.scalars(select(Occupancy).where(Occupancy.ref == ref, Occupancy.ended_at.is_(None))).all()
    for row in sorted(rows, key=lambda r: r.resource):
        row.ended_at = at
        _free_minutes(session, row, max(row.from_at, at))


def busy(session: Session, from_at: datetime, to_at: datetime) -> dict[str, list[Occupancy]]:
    """The occupancies that reach into [from_at, to_at), by resource; one that ended before it began never held."""
    query = select(Occupancy).where(Occupancy.to_at > from_at, Occupancy.from_at < to_at)
    found: dict[str, list[Occupancy]] = {}
    for row in session.scalars(query.where(_holds_until() > from_at, _holds_until() > Occupancy.from_at)):
        found.setdefault(row.resource, []).append(row)
    return found


def vehicle_by_plate(session: Session, plate: str) -> Vehicle:
    """The vehicle with that plate, however its dot was typed.  Raises NotFound("vehicle.unknown")."""
    spoken = bare_plate(plate)
    known = func.replace(Vehicle.plate, "·", "")
    query = select(Vehicle).where(or_(known == spoken, func.substr(known, 3) == spoken)).order_by(Vehicle.id)
    vehicle = session.scalars(query.limit(1)).first() if spoken else None
    if vehicle is None:
        raise NotFound("vehicle.unknown", plate=plate)
    return vehicle


def bare_plate(plate: str) -> str:
    return plate.replace("·", "").replace(".", "").replace(" ", "").upper()


def suspend(
    session: Session, scope: Scope, plate: str, from_at: datetime, to_at: datetime, *, reason: str, now: datetime
) -> Vehicle:
    """Take a vehicle out of duty for a span.  Raises NotFound, Invalid("span.empty"), Refused("fleet.taken")."""
    scope.demand("fleet_manager", "dispatcher", "administrator")
    vehicle = vehicle_by_plate(session, plate)
    if to_at <= from_at or to_at <= now:
        raise Invalid("span.empty", field="to_at")
    subject = subject_of(vehicle)
    occupy(session, [subject], from_at, to_at, reason="service", ref=subject)
    record(session, "vehicle.suspended", vehicle, actor=scope, at=now, from_at=from_at, to_at=to_at, reason=reason)
    return vehicle


def resume(session: Session, scope: Scope, plate: str, *, now: datetime) -> Vehicle:
    """Put a vehicle back on duty: its service spans end and it is fit.  Raises NotFound."""
    scope.demand("fleet_manager", "dispatcher", "administrator")
    vehicle = vehicle_by_plate(session, plate)
    release(session, subject_of(vehicle), at=now)
    vehicle.fitness = Fitness.FIT
    record(session, "vehicle.resumed", vehicle, actor=scope, at=now)
    return vehicle


def roster(session: Session) -> list[tuple[Vehicle, Depot, Driver | None]]:
    """Every vehicle with its depot and driver, in a stable order."""
    query = (
        select(Vehicle, Depot, Driver)
        .join(Depot, Depot.id == Vehicle.depot_id)
        .outerjoin(Driver, Driver.id == Vehicle.driver_id)
        .order_by(Vehicle.id)
    )
    return [(vehicle, depot, driver) for vehicle, depot, driver in session.execute(query)]


def lineup(session: Session) -> Sequence[Any]:
    """What dispatch must know of every vehicle, as plain rows: thousands of them are read for each decision."""
    query = (
        select(
            Vehicle.id.label("vehicle_id"),
            *(Vehicle.plate, Vehicle.kind, Vehicle.seats, Vehicle.duty, Vehicle.fitness),
            *(Depot.lat_wgs, Depot.lng_wgs, Depot.pool, Driver.id.label("driver_id"), Driver.licence),
        )
        .join(Depot, Depot.id == Vehicle.depot_id)
        .outerjoin(Driver, Driver.id == Vehicle.driver_id)
        .order_by(Vehicle.id)
    )
    return session.execute(query).all()


def _holds_until() -> Any:
    return func.coalesce(Occupancy.ended_at, Occupancy.to_at)


def _hours(from_at: datetime, to_at: datetime) -> Iterator[tuple[int, int]]:
    """(hour since 1970, bits of its minutes) covering [from_at, to_at) in whole minutes, the last one rounded up."""
    first = int(from_at.astimezone(UTC).timestamp() // 60)
    last = -int(-to_at.astimezone(UTC).timestamp() // 60)
    for hour in range(first // 60, (last - 1) // 60 + 1):
        low, high = max(first - hour * 60, 0), min(last - hour * 60, 60)
        yield hour, (1 << high) - (1 << low)


def _take_minutes(session: Session, tenant_id: int, resource: str, from_at: datetime, to_at: datetime) -> None:
    table = OccupancyHour.__table__
    for hour, bits in _hours(from_at, to_at):
        values = {"tenant_id": tenant_id, "resource": resource, "hour": hour, "minutes": bits}
        clash = table.c.minutes.op("&")(bits) != 0
        taken = case((clash, -1), else_=table.c.minutes.op("|")(bits))
        if session.get_bind().dialect.name == "sqlite":
            keys = [table.c.tenant_id, table.c.resource, table.c.hour]
            statement: Any = sqlite.insert(OccupancyHour).values(values)
            statement = statement.on_conflict_do_update(index_elements=keys, set_={"minutes": taken})
        else:
            statement = mysql.insert(OccupancyHour).values(values).on_duplicate_key_update(minutes=taken)
        session.execute(statement)


def _free_minutes(session: Session, row: Occupancy, from_at: datetime) -> None:
    if from_at >= row.to_at:
        return
    for hour, bits in _hours(from_at, row.to_at):
        kept = OccupancyHour.minutes.op("&")(((1 << 60) - 1) ^ bits)
        session.execute(
            update(OccupancyHour)
            .where(OccupancyHour.resource == row.resource, OccupancyHour.hour == hour)
            .values(minutes=kept)
            .execution_options(synchronize_session=False)
        )


def _is_check(error: IntegrityError | OperationalError) -> bool:
    code = error.orig.args[0] if error.orig and error.orig.args else None
    return code in CHECK_FAILED or "CHECK constraint failed" in str(error.orig)
