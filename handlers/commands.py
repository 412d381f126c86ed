"""Commands of `flask --app wsgi …` for operators."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app.kernel.db import across_tenants, enter_tenant
from app.supervision import ops as supervision
from app.tenancy.model import Tenant

audit = AppGroup("audit", help="The chain of facts.")


@audit.command("verify")
def verify() -> None:
    """Exit 0 and the chain's head, or exit 1 and the first event that does not fit."""
    sessions = current_app.extensions["paiche"]["sessions"]
    with sessions() as session:
        with across_tenants(session):
            tenants = session.scalars(select(Tenant).order_by(Tenant.id)).all()
        for tenant in tenants:
            enter_tenant(session, tenant.id)
            verdict = supervision.verify(session, tenant)
            if verdict.wrong_id is not None:
                click.echo(f"{tenant.name}：事件 {verdict.wrong_id} 不符——{verdict.why}", err=True)
                sys.exit(1)
            click.echo(f"{tenant.name}：{verdict.checked} 个事件相符，链头 {verdict.head or '（尚未封存）'}")


def attach(app: Flask) -> None:
    app.cli.add_command(audit)
