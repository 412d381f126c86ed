"""The core's verbs as people use them, with no talk in between: who acts, what they wish, what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approvals.ops import current_round
from app.bookings import ops as bookings
from app.bookings.model import Booking
from app.bookings.wish import Wish
from app.dispatch import driving
from app.dispatch import ops as dispatch
from app.fleet.model import Driver, Occupancy, Vehicle
from app.kernel.clock import CITY_TZ
from app.kernel.events import Event, subject_of
from app.kernel.scope import Scope
from app.settlement.model import Charge
from app.tenancy import ops as tenancy
from app.trips.model import Trip
from tests.city import City


def hour(words: str) -> datetime:
    """ "11-25 14:20" in the frozen year."""
    return datetime.strptime(f"2026-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=CITY_TZ)


def wish(to: str = "湖塘镇", at: str = "11-24 14:20", **more: Any) -> Wish:
    """Two people, one way, tomorrow, in the city, unless said otherwise."""
    given = {"destination": to, "depart_at": hour(at), "passengers": 2, "purpose": "查看排水口"}
    return Wish.model_validate(given | more)


class Desk:
    def __init__(self, city: City) -> None:
        self.city = city
        self.keys = 0

    @contextmanager
    def acts(self, openid: str) -> Iterator[tuple[Session, Scope]]:
        """One transaction of this person's."""
        with self.city.sessions.begin() as session:
            yield session, self.scope(session, openid)

    def scope(self, session: Session, openid: str) -> Scope:
        found = tenancy.sign_in(session, "wechat_mp", openid, now=self.city.now)
        assert found, f"{openid} is a stranger"
        return found

    def asks(self, openid: str, wished: Wish | None = None, *, key: str = "", **more: Any) -> str:
        """Submit a wish; the order's number."""
        self.keys += 1
        with self.acts(openid) as (session, scope):
            wished = wished or wish(**more)
            made = bookings.submit(session, scope, wished, key=key or f"k{self.keys}", channel="api", now=self.city.now)
            ref = made.ref
        self.city.settle()
        return ref

    def decides(self, openid: str, ref: str, verdict: Any = "grant", reason: str = "") -> None:
        with self.acts(openid) as (session, scope):
            bookings.decide(session, scope, ref, verdict, reason=reason, now=self.city.now)
        self.city.settle()

    def gets_car(self, openid: str, **more: Any) -> str:
        """A booking that 周涛 or whoever is asked has granted, with its car."""
        ref = self.asks(openid, **more)
        for approver in self.approvers(ref):
            self.decides(approver, ref)
        assert self.state(ref) == "assigned", self.state(ref)
        return ref

    def approvers(self, ref: str) -> list[str]:
        """The openids that are asked, in order."""
        with self.looks() as session:
            steps = current_round(session, subject_of(self.booking(session, ref)))
            found = [tenancy.address_of(session, step.approver_id, "wechat_mp") for step in steps]
        return [openid for openid in found if openid]

    def approver_names(self, ref: str) -> list[str]:
        with self.looks() as session:
            return [s.approver_name for s in current_round(session, subject_of(self.booking(session, ref)))]

    def cancels(self, openid: str, ref: str, reason: str = "会议改期") -> None:
        with self.acts(openid) as (session, scope):
            dispatch.cancel(session, scope, ref, reason=reason, now=self.city.now)
        self.city.settle()

    def assigns(self, ref: str, plate: str) -> None:
        with self.acts("o-dispatch") as (session, scope):
            dispatch.assign(session, scope, ref, plate, now=self.city.now)
        self.city.settle()

    def drives(self, ref: str, verb: str, *args: Any, driver: str = "", **facts: Any) -> driving.Step:
        """A verb of the driver that serves this order."""
        with self.acts(driver or self.driver(ref)) as (session, scope):
            trip = self.trip(session, ref)
            step: driving.Step = getattr(driving, verb)(session, scope, trip.id, *args, now=self.city.now, **facts)
        self.city.settle()
        return step

    @contextmanager
    def looks(self, openid: str = "o-dispatch") -> Iterator[Session]:
        """A session to look through, as a person of 常州 or whoever; nothing is kept."""
        with self.city.sessions() as session:
            session.connection(execution_options={"reading": True})
            self.scope(session, openid)
            yield session

    def booking(self, session: Session, ref: str) -> Booking:
        return session.scalars(select(Booking).where(Booking.id == int(ref.partition("-")[2]))).one()

    def trip(self, session: Session, ref: str) -> Trip:
        """The latest trip of an order, ended or not."""
        return max(dispatch.trips_of(session, self.booking(session, ref), also_ended=True), key=lambda t: t.id)

    def state(self, ref: str) -> str:
        with self.looks() as session:
            return str(self.booking(session, ref).state)

    def plate(self, ref: str) -> str:
        with self.looks() as session:
            vehicle = session.get(Vehicle, self.trip(session, ref).vehicle_id)
            assert vehicle
            return vehicle.plate

    def driver(self, ref: str) -> str:
        """openid of the driver of the latest trip."""
        with self.looks() as session:
            trip = self.trip(session, ref)
            driver = session.get(Driver, trip.driver_id)
            assert driver
            openid = tenancy.address_of(session, driver.person_id, "wechat_mp")
            assert openid
            return openid

    def stops(self, ref: str) -> list[tuple[str, str]]:
        with self.looks() as session:
            return [(stop.kind, str(stop.state)) for stop in self.trip(session, ref).stops]

    def facts(self, ref: str, kind: str) -> list[dict[str, Any]]:
        """What was recorded of this kind about the order or its trips, oldest first."""
        with self.looks() as session:
            booking = self.booking(session, ref)
            about = [subject_of(booking)]
            about += [subject_of(trip) for trip in dispatch.trips_of(session, booking, also_ended=True)]
            query = select(Event).where(Event.kind == kind, Event.subject.in_(about)).order_by(Event.id)
            return [event.body for event in session.scalars(query)]

    def charges(self, ref: str) -> dict[str, int]:
        with self.looks() as session:
            rows = session.scalars(select(Charge).where(Charge.booking_id == self.booking(session, ref).id))
            return {row.kind: row.amount_fen for row in rows}

    def held(self) -> list[Occupancy]:
        """Every occupancy that has not been ended."""
        with self.looks() as session:
            query = select(Occupancy).where(Occupancy.ended_at.is_(None)).order_by(Occupancy.resource)
            return list(session.scalars(query))
