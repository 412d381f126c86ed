"""Money is a whole number of fen; it becomes yuan only in words."""

from decimal import ROUND_HALF_UP, Decimal


def fen(yuan: str | int | float | Decimal) -> int:
    """Yuan as said or as a firm sends them, to whole fen, half up.  Raises decimal.InvalidOperation."""
    return int((Decimal(str(yuan)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def yuan(amount_fen: int) -> str:
    """28080 → 280.80"""
    sign, amount = ("-" if amount_fen < 0 else ""), abs(amount_fen)
    return f"{sign}{amount // 100}.{amount % 100:02d}"


def whole_fen(exact: Decimal) -> int:
    """The one rounding at the end of a sum that was kept exact."""
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
