"""One engine recipe for SQLite and MySQL/MariaDB, the column types both keep alike, and the tenant wall.

SQLite: WAL and BEGIN IMMEDIATE (the deferred default ends in "database is locked" under writers); MySQL family: READ
COMMITTED (REPEATABLE READ reads stale before a lock) and strict mode.  No code below the edges commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.sql.util import find_tables
from sqlalchemy.types import TypeDecorator

PATIENCE_S = 15  # How long a writer waits for the one before it.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as UTC with microseconds: both engines drop the zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        wide = mysql.DATETIME(fsp=6) if dialect.name in ("mysql", "mariadb") else DateTime()
        return dialect.type_descriptor(wide)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None else value.replace(tzinfo=UTC)


BigKey = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
Id = Annotated[int, mapped_column(BigKey, primary_key=True, autoincrement=True)]
Ref = Annotated[int, mapped_column(BigKey)]
Name = Annotated[str, mapped_column(String(80))]
Code = Annotated[str, mapped_column(String(40))]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[str]: JSON()}


class TenantOwned:
    """Rows of one tenant.  The session adds the tenant to every ORM select and to every new row."""

    tenant_id: Mapped[int] = mapped_column(BigKey, ForeignKey("tenant.id"))


def make_engine(url: str, *, patience_s: int = PATIENCE_S, **options: Any) -> Engine:
    """The engine for `url`; it connects when first used, so it may be made before a fork.

    patience_s: how long a writer waits for another's lock before OperationalError.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False}, **options)
        event.listen(engine, "connect", partial(_prepare_sqlite, patience_s))
        event.listen(engine, "begin", _begin_immediate)
        return engine
    options = {"isolation_level": "READ COMMITTED", "pool_pre_ping": True, "pool_recycle": 1800} | options
    engine = create_engine(url, **options)
    event.listen(engine, "connect", partial(_prepare_mysql, patience_s))
    return engine


def _prepare_sqlite(patience_s: int, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # The driver's own BEGIN is the deferred one: ours is sent below.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={patience_s * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare_mysql(patience_s: int, connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE', time_zone='+00:00'")
        cursor.execute(f"SET SESSION innodb_lock_wait_timeout={int(patience_s)}")


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False, class_=WalledSession)


class WalledSession(Session):
    """A session that serves one tenant, or, opened by name, all of them (relay, sign-in, demo loading)."""


def enter_tenant(session: Session, tenant_id: int) -> None:
    session.info["tenant_id"] = tenant_id


@contextmanager
def across_tenants(session: Session) -> Iterator[None]:
    """The wall is down inside: for sign-in, relay, loading and verification, each under the system's name."""
    before = session.info.get("tenant_id")
    session.info["tenant_id"] = EVERY_TENANT
    try:
        yield
        session.flush()
    finally:
        session.info["tenant_id"] = before


EVERY_TENANT = "*"
LOCK_REFUSALS, SAVEPOINT_GONE = (1205, 1213), 1305  # MySQL family: lock wait timeout, deadlock; what it took along.
LOCKED = "database is locked"  # SQLite.
ACROSS = ("task", "identity")  # Tables that name a tenant and are yet read before one is entered: relay, sign-in.


@event.listens_for(WalledSession, "do_orm_execute")
def _keep_wall(state: ORMExecuteState) -> None:
    """Criteria reach every model a statement names, in subqueries and counts too; what they cannot reach is refused."""
    tenant = state.session.info.get("tenant_id")
    if tenant == EVERY_TENANT or state.is_column_load or state.is_relationship_load:
        return
    if tenant is None or not state.is_orm_statement:
        owned = _owned_tables(state.statement)
        assert not owned, f"{owned} asked for {'past the models' if tenant else 'with no tenant entered'}"
    elif isinstance(state.parameters, list):
        _check_bulk(state, state.parameters, tenant)
    elif state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(_of_tenant(tenant))


def _owned_tables(statement: Any) -> list[str]:
    found = find_tables(statement, check_columns=True, include_joins=True, include_crud=True)
    tables = {table for table in found if isinstance(table, Table)}
    return sorted({table.name for table in tables if "tenant_id" in table.c} - {*ACROSS})


def _check_bulk(state: ORMExecuteState, rows: list[Any], tenant: int) -> None:
    """Many rows at once, by key or new: criteria do not apply to them."""
    mapper = state.bind_mapper
    if mapper and issubclass(mapper.class_, TenantOwned):
        assert state.is_insert, f"{mapper.class_.__name__} rows are changed one by one"
        assert all(row.get("tenant_id") == tenant for row in rows), f"{mapper.class_.__name__} of another tenant"


@cache
def _of_tenant(tenant_id: int) -> LoaderCriteriaOption:
    return with_loader_criteria(TenantOwned, lambda model: model.tenant_id == tenant_id, include_aliases=True)


@event.listens_for(WalledSession, "before_flush")
def _own_new_rows(session: Session, _context: Any, _instances: Any) -> None:
    tenant = session.info.get("tenant_id")
    for row in session.new:
        if isinstance(row, TenantOwned):
            _own(row, tenant)


def _own(row: TenantOwned, tenant: Any) -> None:
    if row.tenant_id is None:
        assert isinstance(tenant, int), f"{type(row).__name__} needs a tenant"
        row.tenant_id = tenant
    assert tenant in (EVERY_TENANT, row.tenant_id), f"{type(row).__name__} of another tenant"


def lock_refused(fault: DBAPIError) -> bool:
    """Whether a lock was refused: the whole transaction is gone and may be run again at once.

    A deadlock inside a savepoint shows as the savepoint that went with its transaction.
    """
    args: tuple[Any, ...] = getattr(fault.orig, "args", ())
    if not args:
        return False
    return (
        args[0] in LOCK_REFUSALS
        or (args[0] == SAVEPOINT_GONE and "SAVEPOINT" in str(args[-1]))
        or LOCKED in str(args[0])
    )


def insert_once(session: Session, row: Any) -> bool:
    """Insert `row` unless one of its unique keys is taken; True when it is new.  A rival's insert is waited for.

    Not by ON DUPLICATE KEY UPDATE: with the driver counting found rows it reports one row either way.
    """
    if isinstance(row, TenantOwned):
        _own(row, session.info.get("tenant_id"))
    mapper = inspect(type(row))
    names = {c.key for c in mapper.columns}
    values = {k: v for k, v in vars(row).items() if k in names}
    table = mapper.local_table
    if session.get_bind().dialect.name == "sqlite":
        statement: Any = sqlite.insert(table).values(values).on_conflict_do_nothing()
    else:
        statement = mysql.insert(table).prefix_with("IGNORE").values(values)
    return bool(session.connection().execute(statement).rowcount)
