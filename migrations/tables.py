"""Every table of the product: importing this fills the metadata that migrations are compared with."""

from app.approvals import model as approvals
from app.bookings import model as bookings
from app.conversations import model as conversations
from app.fleet import model as fleet
from app.kernel import events
from app.kernel.db import Base
from app.notices import model as notices
from app.policies import model as policies
from app.settlement import model as settlement
from app.tenancy import model as tenancy
from app.trips import model as trips

MODELS = (
    tenancy, policies, fleet, bookings, approvals, trips, conversations, notices, settlement, events,
)  # fmt: skip
metadata = Base.metadata
