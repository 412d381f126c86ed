"""Commands of `flask --app wsgi …` for operators."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.conversations import examples
from app.conversations.model import Misreading
from app.kernel.clock import CITY_TZ, local
from app.kernel.db import across_tenants, enter_tenant
from app.supervision import ops as supervision
from app.tenancy.model import Tenant

audit = AppGroup("audit", help="The chain of facts.")
language = AppGroup("nlu", help="What the language is taught with.")


class Wrong(click.ClickException):
    """A command that cannot be carried out, said in Chinese: exit 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"错误：{self.message}", file=file, err=file is None)


class InChinese(click.Command):
    """A command whose wrong options are told in Chinese."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        said = " ".join(args)  # Reading takes them out.
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as fault:
            raise Wrong(f"没有 {fault.option_name} 这个选项。{self.known()}") from fault
        except click.BadOptionUsage as fault:
            raise Wrong(f"{fault.option_name} 的用法不对，是不是少了后面的值？{self.known()}") from fault
        except click.UsageError as fault:
            raise Wrong(f"没有看懂“{said}”。{self.known()}") from fault

    def known(self) -> str:
        said = [f"{each.opts[-1]} {each.metavar or ''}".strip() for each in self.params]
        return f"可用的选项：{'、'.join(said)}。"


@audit.command("verify")
def verify() -> None:
    """Exit 0 and the chain's head, or exit 1 and the first event that does not fit."""
    sessions = current_app.extensions["paiche"]["sessions"]
    with sessions() as session:
        for tenant in each_tenant(session):
            verdict = supervision.verify(session, tenant)
            if verdict.wrong_id is not None:
                click.echo(f"{tenant.name}：事件 {verdict.wrong_id} 不符——{verdict.why}", err=True)
                sys.exit(1)
            click.echo(f"{tenant.name}：{verdict.checked} 个事件相符，链头 {verdict.head or '（尚未封存）'}")


@language.command("candidates", cls=InChinese)
@click.option("--since", metavar="日期", default="", help="Only what was kept on this day or later: 2026-11-23.")
@click.option("-o", "--output", metavar="文件", default="", help="Write there instead of to standard output.")
@click.option("--done", is_flag=True, help="They count as reviewed and are not exported again.")
def candidates(since: str, output: str, done: bool) -> None:
    """Sentences that were misread and put right, as JSON lines for tests/nlu; how many, on standard error."""
    places, begins = current_app.extensions["paiche"], day_begins(since)
    with places["sessions"].begin() as session:
        rows = [row for _ in each_tenant(session) for row in examples.to_review(session, since=begins)]
        write(map(as_line, rows), output)
        if done:
            with across_tenants(session):
                examples.reviewed(rows, now=places["clock"].now())
    click.echo(f"共{len(rows)}句待审。{'已标为审过，不再导出。' if done and rows else ''}", err=True)


def each_tenant(session: Session) -> Iterable[Tenant]:
    """Every tenant, entered."""
    with across_tenants(session):
        tenants = session.scalars(select(Tenant).order_by(Tenant.id)).all()
    for tenant in tenants:
        enter_tenant(session, tenant.id)
        yield tenant


def day_begins(day: str) -> datetime | None:
    """Raises Wrong for what is no day."""
    try:
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), time(), CITY_TZ) if day else None  # noqa: DTZ007
    except ValueError:
        raise Wrong(f"--since 的日期“{day}”不对，请写成 2026-11-23 这样。") from None


def as_line(row: Misreading) -> str:
    """In the format of tests/nlu/sentences.jsonl; `was` and the state of the language that read it so come on top."""
    line = {"text": row.text, "now": local(row.said_at).isoformat(timespec="seconds")}
    told = {"context": row.context} if row.context else {}
    return json.dumps(line | told | {"expect": row.expect, "was": row.was, "reader": row.reader}, ensure_ascii=False)


def write(lines: Iterable[str], output: str) -> None:
    """Raises Wrong for a file that cannot be written."""
    text = "".join(f"{line}\n" for line in lines)
    if not output:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, "utf8")
    except OSError as fault:
        raise Wrong(f"写不进文件“{output}”（{fault.strerror}），请换一个位置。") from fault


def attach(app: Flask) -> None:
    app.cli.add_command(audit)
    app.cli.add_command(language)
