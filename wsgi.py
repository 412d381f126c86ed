"""The composition root: `application` is the web process; its outbound ports are handed in here and nowhere else."""

import click
from flask.cli import AppGroup

from app.kernel.clock import Clock
from app.kernel.db import make_engine, make_sessions
from app.kernel.settings import Settings
from handlers import create_app
from workers.nudge import make_nudge
from workers.sign_in import WechatSignIn

settings = Settings()
application = create_app(settings, wechat=WechatSignIn(settings), nudge=make_nudge(settings))
app = application  # `flask --app wsgi` looks for this name.

db = AppGroup("db", help="The database's tables.")
demo = AppGroup("demo", help="The demo city.")


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables up to the newest migration."""
    from migrations import upgrade

    upgrade(settings.sql_url)
    click.echo("数据库已是最新版本。")


@demo.command("load")
def load_demo() -> None:
    """Load the demo city; what is there already stays."""
    from demo.load import load_city

    sessions = make_sessions(make_engine(settings.sql_url))
    click.echo(str(load_city(sessions, settings, Clock(settings.clock_file).now())))


application.cli.add_command(db)
application.cli.add_command(demo)
