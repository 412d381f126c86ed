"""What people see of money: a booking's lines with their formulas and the sum."""

from collections.abc import Sequence

from app.bookings.model import Booking
from app.kernel.money import yuan
from app.settlement.model import Charge

CHARGE_NAMES = {
    "distance": "里程费",
    "waiting": "候时费",
    "package": "包车费",
    "over_time": "超时费",
    "over_km": "超里程费",
    "overnight": "过夜费",
    "toll": "过路费",
    "parking": "停车费",
}


def fee_words(booking: Booking, charges: Sequence[Charge]) -> str:
    """费用明细: each line with its formula, and the sum beside the estimate."""
    if not charges:
        return f"{booking.ref} 尚未结算，预计费用 {yuan(booking.estimate_fen)}元（回场后出明细）"
    lines = [f"【费用明细】{booking.ref}"]
    lines += [f"{CHARGE_NAMES.get(c.kind, c.kind)} {yuan(c.amount_fen)}元：{c.formula}" for c in charges]
    lines.append(f"合计 {yuan(sum(c.amount_fen for c in charges))}元（预计 {yuan(booking.estimate_fen)}元）")
    return "\n".join(lines)
