"""Table: policy."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base, BigKey, Code, Id, TenantOwned


class Policy(TenantOwned, Base):
    """One topic's rule for one unit and all below it, from a day on.  source: document and clause, or 未证实."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("tenant_id", "topic", "unit_id", "version"),)

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(BigKey, ForeignKey("unit.id"))
    topic: Mapped[Code]
    rule: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    valid_from: Mapped[date]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(200))
