"""The plot of the product on one page: what is owed after each fact.

An event kind maps to the jobs (names in `workers/jobs.py`) that its recording owes at once.  OWED names the jobs that
are owed with a due time of their own, by the verbs that know that time.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "approval.opened": ("notify_approver",),
    "booking.approved": ("plan_dispatch", "notify_traveller"),
    "booking.rejected": ("notify_traveller",),
    "booking.lapsed": ("notify_traveller",),
    "booking.unserved": ("notify_traveller", "notify_dispatcher"),
    "booking.released": ("plan_dispatch",),
    "booking.cancelled": ("notify_approver",),
    "booking.missed": ("notify_traveller", "notify_dispatcher"),
    "trip.issued": ("notify_driver", "notify_traveller"),
    "trip.aborted": ("notify_driver", "replan_unserved"),
    "trip.departed": ("notify_traveller",),
    "trip.reached": ("notify_traveller",),
    "trip.returned": ("settle_trip",),
    "trip.settled": ("notify_traveller",),
    "vehicle.resumed": ("replan_unserved",),
}

OWED: tuple[str, ...] = (
    "send_notice",  # By every notice that is queued.
    "lapse_booking",  # At the planned departure of a booking that nobody decided or no car was found for.
    "seal_events",  # Recurring: owes its successor.
    "tidy",  # Recurring: owes its successor.
)
