"""The verbs of a booking: preview, submit, decide, cancel, lapse, rate; and how its state follows its legs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.approvals import ops as approvals
from app.approvals.model import ApprovalStep
from app.approvals.ops import Decider
from app.bookings import rules
from app.bookings.model import MOVES, STATE_NAMES, Booking, Leg, Rating, State
from app.bookings.wish import Draft, LegDraft, Spot, Wish
from app.fleet.model import Vehicle
from app.kernel.clock import CITY_TZ, day_of
from app.kernel.events import owe, record, subject_of
from app.kernel.faults import Forbidden, Invalid, NotFound, Refused
from app.kernel.geo import Point
from app.kernel.scope import Scope
from app.kernel.states import move
from app.policies.ops import InForce, in_force
from app.policies.topics import ApprovalChain, DispatchWeights, LeadTime, Purposes, Tariff
from app.pricing.rules import fare
from app.tenancy import ops as tenancy
from app.tenancy.gazetteer import gazetteer
from app.tenancy.model import Person, Unit

NEAR_M = 800  # A pin this close to a known place may be called by its name.
OPEN = (State.REQUESTED, State.HELD, State.APPROVED, State.UNSERVED, State.ASSIGNED, State.UNDER_WAY)
BOOKERS = ("official", "visitor", "dispatcher")


def preview(session: Session, scope: Scope, wish: Wish, *, now: datetime) -> Draft:
    """What the rules make of a wish: legs, ring, who decides, what it will cost.  Writes nothing.

    Raises Forbidden, Invalid("booking.…"), NotFound("place.unknown"), Refused("booking.…" | "purpose.private").
    """
    scope.demand(*BOOKERS)
    person, unit = _requester(session, scope)
    today = day_of(now)
    duty = check_purpose(session, scope, wish.purpose, now=now)
    spots = _spots(session, scope, wish, unit)
    weights = in_force(session, unit, DispatchWeights, on=today).body
    legs = rules.legs_of(wish, spots, stay_min=weights.wait_default_min)
    ring = rules.farthest(spots)
    lead = in_force(session, unit, LeadTime, on=today)
    rules.check_times(lead.body, ring, legs[0].depart_at, now=now, rule=lead.rule)
    _check_seats(session, max(wish.passengers, wish.seats or 0))
    chain = in_force(session, unit, ApprovalChain, on=today)
    tariff = in_force(session, unit, Tariff, on=day_of(legs[0].depart_at))
    wanted = rules.kind_of(wish.vehicle_type)
    kind = rules.kind_for(max(wish.passengers, wish.seats or 0), wanted)
    usage = rules.usage_of(legs, kind)
    return Draft(
        legs=legs,
        return_at=legs[-1].depart_at if wish.return_at or wish.trip_type == "round" else None,
        ring=ring,
        duty=duty,
        vehicle_kind=wanted,
        deciders=_deciders(session, chain, ring, unit, person, now=now),
        tariff=tariff.body,
        tariff_id=tariff.policy_id,
        priced_kind=kind,
        lines=fare(tariff.body, usage),
        metres=usage.metres,
        rules=[chain.rule, lead.rule, tariff.rule],
    )


def check_purpose(session: Session, scope: Scope, words: str, *, now: datetime) -> str:
    """The duty class that words of a purpose belong to.  Raises Refused("purpose.private") with the rule."""
    _, unit = _requester(session, scope)
    purposes = in_force(session, unit, Purposes, on=day_of(now))
    return rules.duty_of(purposes.body, words, rule=purposes.rule)


def approval_rule(session: Session, scope: Scope, *, now: datetime) -> str:
    """The id of the rule by which this person's bookings are decided."""
    _, unit = _requester(session, scope)
    return in_force(session, unit, ApprovalChain, on=day_of(now)).rule


def submit(session: Session, scope: Scope, wish: Wish, *, key: str, channel: str, now: datetime) -> Booking:
    """Make the booking and ask its first approver, or have it dispatched at once when policy asks nobody.

    key: the draft's own; submitted again it returns the booking it made.  Raises what `preview` raises.
    """
    same = select(Booking).where(Booking.requester_id == scope.person_id, Booking.submit_key == key)
    made = session.scalar(same)
    if made:
        return made
    draft = preview(session, scope, wish, now=now)
    booking = _new_booking(scope, wish, draft, key=key, channel=channel, now=now)
    booking.legs = [_new_leg(scope, leg, seq) for seq, leg in enumerate(draft.legs, 1)]
    try:
        with session.begin_nested():
            session.add(booking)
            session.flush()
    except IntegrityError:  # Said twice at once: the other one was first.
        return session.scalars(same).one()
    route = [draft.legs[0].pickup.name, *(leg.dropoff.name for leg in draft.legs)]
    record(session, "booking.requested", booking, actor=scope, at=now, version=booking.version, route=route)
    if draft.deciders:
        approvals.open_chain(session, scope, subject_of(booking), draft.deciders, now=now)
    else:
        advance(booking, booking.legs, State.APPROVED)
        record(session, "booking.approved", booking, actor=scope, at=now, rule=draft.rules[0], by="免审批")
    owe(session, "lapse_booking", booking, due_at=booking.depart_at, key=f"lapse:{booking.id}:{booking.version}")
    return booking


def decide(
    session: Session, scope: Scope, ref: str, verdict: Literal["grant", "decline"], *, reason: str, now: datetime
) -> Booking:
    """An approver's verdict on a booking; the first one wins and the last step's yes sends it to dispatch.

    Raises NotFound, also for bookings others decide; Invalid("approval.reason"); Refused("approval.decided" |
    "approval.closed" | "approval.not_yours" | "booking.over").
    """
    booking = get(session, scope, ref, lock=True, any_of_tenant=True)
    if scope.unit_id != booking.unit_id and not is_decider(session, scope, booking):
        raise NotFound("booking.unknown", ref=ref)
    if verdict == "decline" and not reason.strip():
        raise Invalid("approval.reason", field="reason", ref=booking.ref)
    if booking.state == State.REQUESTED and booking.depart_at <= now:
        raise Refused("booking.over", ref=booking.ref, at=booking.depart_at)
    try:
        outcome, step = approvals.decide(session, scope, subject_of(booking), verdict, reason=reason, now=now)
    except Refused as late:
        late.facts |= {"ref": booking.ref, "state": STATE_NAMES[State(booking.state)]}
        raise
    if outcome == "granted":
        advance(booking, booking.legs, State.APPROVED)
        record(session, "booking.approved", booking, actor=scope, at=now, rule=step.rule, by=scope.name)
    elif outcome == "declined":
        advance(booking, booking.legs, State.REJECTED)
        record(session, "booking.rejected", booking, actor=scope, at=now, rule=step.rule, by=scope.name, reason=reason)
    return booking


def lapse(session: Session, scope: Scope, booking: Booking, *, now: datetime) -> None:
    """The hour came and nobody had decided, or no car was found: the booking ends, its requester is told."""
    if booking.state not in (State.REQUESTED, State.APPROVED, State.UNSERVED):
        return
    was = str(booking.state)
    approvals.lapse(session, scope, subject_of(booking), now=now)
    advance(booking, [leg for leg in booking.legs if leg.state == booking.state], State.LAPSED)
    record(session, "booking.lapsed", booking, actor=scope, at=now, was=was)


def rate(session: Session, scope: Scope, ref: str, score: int, *, comment: str, now: datetime) -> Rating:
    """One to five for a finished booking, by its requester; said again it is replaced."""
    booking = get(session, scope, ref, lock=True)
    if not 1 <= score <= 5:
        raise Invalid("rating.score", field="score")
    if booking.state not in (State.DONE, State.MISSED):
        raise Refused("rating.too_soon", ref=booking.ref)
    rating = session.scalar(select(Rating).where(Rating.booking_id == booking.id)) or Rating(
        tenant_id=booking.tenant_id, booking_id=booking.id
    )
    rating.score, rating.comment, rating.rated_at = score, comment[:200], now
    session.add(rating)
    record(session, "booking.rated", booking, actor=scope, at=now, score=score)
    return rating


def get(session: Session, scope: Scope, ref: str, *, lock: bool = False, any_of_tenant: bool = False) -> Booking:
    """The booking with that public number; one's own unless `any_of_tenant`.

    Raises NotFound("booking.unknown"), also for bookings that are not this person's to see.
    """
    day, _, number = ref.strip().upper().removeprefix("YC").removeprefix("PC").partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise NotFound("booking.unknown", ref=ref)
    query = select(Booking).where(Booking.id == int(number))
    booking = session.scalar(query.with_for_update().execution_options(populate_existing=True) if lock else query)
    if booking is None or booking.ref[2:].partition("-")[0] != day:
        raise NotFound("booking.unknown", ref=ref)
    if not any_of_tenant and booking.requester_id != scope.person_id:
        raise NotFound("booking.unknown", ref=ref)
    return booking


def lock(session: Session, rows: Iterable[Booking]) -> None:
    """Lock bookings in the order of their numbers and read them anew."""
    query = select(Booking).where(Booking.id.in_([row.id for row in rows])).order_by(Booking.id)
    session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def mine(session: Session, scope: Scope, *, states: Iterable[State] | None = None, limit: int = 20) -> list[Booking]:
    """One's own bookings, the latest first."""
    query = select(Booking).where(Booking.requester_id == scope.person_id)
    if states is not None:
        query = query.where(Booking.state.in_([*states]))
    return list(session.scalars(query.order_by(Booking.id.desc()).limit(limit)))


def by_subject(session: Session, subject: str, *, lock: bool = False) -> Booking:
    """booking:12 → the row, locked if a verb is to follow."""
    query = select(Booking).where(Booking.id == int(subject.partition(":")[2]))
    return session.scalars(query.with_for_update() if lock else query).one()


def awaiting(session: Session, scope: Scope) -> list[tuple[ApprovalStep, Booking]]:
    """What waits for this person's verdict, oldest first."""
    steps = approvals.waiting_for(session, scope.person_id or 0)
    return [(step, by_subject(session, step.subject)) for step in steps]


def is_decider(session: Session, scope: Scope, booking: Booking) -> bool:
    """Whether this person is or was asked to decide the booking."""
    return scope.person_id in {step.approver_id for step in approvals.current_round(session, subject_of(booking))}


def advance(booking: Booking, legs: Iterable[Leg], new: State) -> None:
    """Move legs, and the booking to the state that follows from all of its legs."""
    for leg in legs:
        if leg.state != new:
            move(leg, new)
    derived = state_of([State(leg.state) for leg in booking.legs])
    if booking.state != derived and derived in MOVES.get(State(booking.state), ()):
        move(booking, derived)


def state_of(legs: list[State]) -> State:
    """A booking's state from its legs': what is least settled shows, a ride under way before all."""
    for state in (State.UNDER_WAY, State.REQUESTED, State.HELD, State.APPROVED, State.UNSERVED):
        if state in legs:
            return state
    ended = {State.DONE, State.MISSED}
    if State.ASSIGNED in legs:
        return State.UNDER_WAY if ended & set(legs) else State.ASSIGNED
    for state in (State.DONE, State.MISSED, State.CANCELLED, State.REJECTED):
        if state in legs:
            return state
    return State.LAPSED


def end(session: Session, scope: Scope, booking: Booking, *, reason: str, now: datetime) -> None:
    """Call a booking off.  Its trips are ended by `dispatch.cancel`, which calls this."""
    if booking.state not in OPEN or booking.state == State.UNDER_WAY:
        raise Refused("booking.cannot_cancel", ref=booking.ref, state=STATE_NAMES[State(booking.state)])
    approvals.lapse(session, scope, subject_of(booking), now=now)
    advance(booking, booking.legs, State.CANCELLED)
    record(session, "booking.cancelled", booking, actor=scope, at=now, reason=reason[:200])


def _requester(session: Session, scope: Scope) -> tuple[Person, Unit]:
    person = session.get(Person, scope.person_id)
    if person is None:
        raise Forbidden("role.missing", roles="用车人")
    return person, tenancy.unit_of(session, person)


def _spots(session: Session, scope: Scope, wish: Wish, unit: Unit) -> list[Spot]:
    home = gazetteer(session).home
    first = _origin(session, wish, unit, home)
    return [first, *(_spot(session, words, home) for words in (*wish.stops, wish.destination))]


def _origin(session: Session, wish: Wish, unit: Unit, home: str) -> Spot:
    places = gazetteer(session)
    if wish.origin_pin:
        point = Point(wish.origin_pin.lat_wgs, wish.origin_pin.lng_wgs)
        near = places.nearest(point)
        if near is None:
            raise NotFound("place.unknown", place=wish.origin_pin.label)
        name = wish.origin_pin.label or (near[0].name if near[1] <= NEAR_M else f"{near[0].name}附近")
        return Spot(name, point, near[0].name, False, tenancy.ring_of(near[0], home))
    if wish.origin:
        return _spot(session, wish.origin, home)
    place = next((p for p in places.places if p.id == unit.place_id), None)
    if place is None:
        raise Invalid("place.no_origin", field="origin")
    return Spot(place.name, place.point, place.name, True, tenancy.ring_of(place, home))


def _spot(session: Session, words: str, home: str) -> Spot:
    found = gazetteer(session).find(words)
    if found is None:
        raise NotFound("place.unknown", place=words)
    place, exact = found
    name = place.name if exact and place.kind != "division" else words
    return Spot(name, place.point, place.name, exact, tenancy.ring_of(place, home))


def _check_seats(session: Session, party: int) -> None:
    most = session.scalar(select(func.max(Vehicle.seats))) or 0
    if most and party > most:
        raise Refused("booking.too_many", party=party, most=most)


def _deciders(
    session: Session, chain: InForce[ApprovalChain], ring: str, unit: Unit, person: Person, *, now: datetime
) -> list[Decider]:
    wanted = {str(name): roles for name, roles in chain.body.rings.items()}.get(ring, [])
    found = [tenancy.decider(session, role, unit, but=person.id, on=day_of(now)) for role in wanted]
    deciders = [Decider(who.id, who.name, role, chain.rule) for role, who in (f for f in found if f)]
    if wanted and not deciders:
        raise Refused("approval.nobody", unit=unit.name, rule=chain.rule)
    return deciders


def _new_booking(scope: Scope, wish: Wish, draft: Draft, *, key: str, channel: str, now: datetime) -> Booking:
    assert scope.unit_id is not None and scope.person_id is not None
    return Booking(
        tenant_id=scope.tenant_id,
        unit_id=scope.unit_id,
        requester_id=scope.person_id,
        state=State.REQUESTED,
        version=1,
        channel=channel,
        created_at=now,
        depart_at=draft.depart_at.astimezone(CITY_TZ),
        return_at=draft.return_at,
        passengers=wish.passengers,
        purpose=wish.purpose,
        duty=draft.duty,
        ring=draft.ring,
        vehicle_kind=draft.vehicle_kind,
        seats_wanted=wish.seats,
        contact_phone=wish.phone or "",
        train_or_flight=wish.train_or_flight or "",
        letter_no=wish.letter_no or "",
        estimate_fen=draft.estimate_fen,
        planned_m=draft.metres,
        tariff_id=draft.tariff_id,
        submit_key=key,
    )


def _new_leg(scope: Scope, leg: LegDraft, seq: int) -> Leg:
    return Leg(
        tenant_id=scope.tenant_id,
        seq=seq,
        state=State.REQUESTED,
        pickup=leg.pickup.name,
        pickup_lat_wgs=leg.pickup.point.lat_wgs,
        pickup_lng_wgs=leg.pickup.point.lng_wgs,
        dropoff=leg.dropoff.name,
        dropoff_lat_wgs=leg.dropoff.point.lat_wgs,
        dropoff_lng_wgs=leg.dropoff.point.lng_wgs,
        depart_at=leg.depart_at,
        arrive_at=leg.arrive_at,
    )
