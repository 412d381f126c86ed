"""A tenant's places as one immutable value, kept by each process until a place is added: names are looked up often."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from app.kernel.geo import Point, road_m
from app.tenancy.model import Place, Tenant

INSIDE_MIN = 3  # A known name this long may also stand in the middle of what was said.


@dataclass(frozen=True, eq=False)
class KnownPlace:
    """A row of `place`, detached."""

    id: int
    name: str
    aliases: tuple[str, ...]
    kind: str
    division: str
    point: Point
    in_zone: bool


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Every place of one tenant.  version: how many there are and the latest key."""

    version: tuple[int, int]
    home: str  # The tenant's own division code: rings are seen from there.
    places: tuple[KnownPlace, ...]
    by_name: dict[str, KnownPlace] = field(repr=False)

    def find(self, words: str) -> tuple[KnownPlace, bool] | None:
        """(place, exact) for words as said: its name or alias, else the longest known name the words begin with
        (无锡市人社局 lies in 无锡) or a place of that town inside them, else one they contain; None for none."""
        spoken = words.strip()
        if spoken in self.by_name:
            return self.by_name[spoken], True
        leading = max((name for name in self.by_name if spoken.startswith(name)), key=len, default=None)
        inside = [name for name in self.by_name if len(name) >= INSIDE_MIN and name in spoken]
        if leading and self.by_name[leading].kind == "division":
            rest, around = spoken.removeprefix(leading), self.by_name[leading].division.rstrip("0")
            inside = [name for name in inside if name in rest and self.by_name[name].division.startswith(around)]
        elif leading:
            inside = []
        best = max(inside, key=len, default=leading)
        return (self.by_name[best], False) if best else None

    def nearest(self, point: Point) -> tuple[KnownPlace, int] | None:
        """The known place nearest to a pin and its road metres, divisions left out."""
        ranked = [(road_m(point, place.point), place.id, place) for place in self.places if place.kind != "division"]
        metres, _, place = min(ranked, key=lambda found: found[:2], default=(0, 0, None))
        return (place, metres) if place else None


_kept: WeakKeyDictionary[Engine, dict[int, Gazetteer]] = WeakKeyDictionary()


def gazetteer(session: Session) -> Gazetteer:
    """The places of the tenant that the session has entered."""
    if "gazetteer" not in session.info:
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        count, latest = session.execute(select(func.count(Place.id), func.max(Place.id))).one()
        tenants = _kept.setdefault(engine, {})
        known = tenants.get(session.info["tenant_id"])
        if known is None or known.version != (count, latest or 0):
            known = tenants[session.info["tenant_id"]] = _read(session, (count, latest or 0))
        session.info["gazetteer"] = known
    found: Gazetteer = session.info["gazetteer"]
    return found


def _read(session: Session, version: tuple[int, int]) -> Gazetteer:
    rows = [
        KnownPlace(p.id, p.name, tuple(p.aliases), p.kind, p.division, p.point, p.in_zone)
        for p in session.scalars(select(Place).order_by(Place.id))
    ]
    by_name: dict[str, KnownPlace] = {}
    for place in rows:
        for name in (place.name, *place.aliases):
            by_name.setdefault(name, place)
    tenant = session.get_one(Tenant, session.info["tenant_id"])
    return Gazetteer(version, tenant.division, tuple(rows), by_name)
