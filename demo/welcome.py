"""What `make run` prints: where to look, who to be, what to say first, how to stop."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from app.kernel.settings import Settings

FOLDER = Path(__file__).parents[1]
SAY = "明早8点三人去无锡东站接客户"


def show(settings: Settings, *, told: Sequence[str], seconds: float) -> None:
    console = Console(highlight=False)
    web, emulator = f"http://{settings.host}:{settings.port}", f"http://{settings.host}:{settings.emulator_port}"
    places = Table.grid(padding=(0, 2))
    fronts = (("小程序（网页版）", "miniprogram", "m"), ("管理端", "console", "console"))
    built = [(name, f"{web}/{path}/") for name, folder, path in fronts if (FOLDER / folder / "dist").is_dir()]
    for name, where in (
        *built,
        ("接口文档", f"{web}/docs"),
        ("微信推送地址", f"{web}/wechat/mp"),
        ("已发出的消息", f"{emulator}/_sent"),
        ("演示时钟", f"{emulator}/_clock"),
    ):
        places.add_row(name, f"[link={where}]{where}[/link]")
    people = Table.grid(padding=(0, 2))
    for openid, person in demo_people():
        people.add_row(f"[bold]{openid}[/bold]", person)
    console.print(Panel(places, title=f"派车 Paiche 已就绪（{seconds:.1f} 秒）", expand=False))
    console.print(Panel(people, title="演示人员（openid）", expand=False))
    for line in told:
        console.print(line)
    console.print(f"管理端口令（所有演示账号）：[bold]{escape(settings.demo_password.get_secret_value())}[/bold]")
    console.print(f"试一句：另开一个窗口 [bold]{talk(settings)}[/bold]，然后说 [bold]{SAY}[/bold]", soft_wrap=True)
    console.print(f"数据与日志在 {escape(str(settings.paiche_var))}；按 Ctrl-C 停止。", soft_wrap=True)


def talk(settings: Settings) -> str:
    """The command that opens a telephone to this demo."""
    ports = (("PORT", settings.port, 8000), ("EMULATOR_PORT", settings.emulator_port, 8010))
    said = "".join(f"{name}={port} " for name, port, usual in ports if port != usual)
    return f"{said}.venv/bin/python -m demo.phone o-zhangmin"


def demo_people() -> Iterator[tuple[str, str]]:
    """(openid, who that is), unit by unit as the demo's data has them."""
    from demo.load import city

    book = city()
    for tenant in book["tenants"]:
        units = {unit["code"]: unit["name"] for unit in book["units"][tenant["code"]]}
        for person in book["people"][tenant["code"]]:
            yield f"o-{person['code']}", f"{person['name']}，{units[person['unit']]}{person['title']}"
    yield f"o-driver-1 … o-driver-{len(book['drivers'])}", "驾驶员"


def farewell(settings: Settings) -> None:
    Console(highlight=False).print(f"已停止。数据留在 {escape(str(settings.paiche_var))}，下次接着用。", soft_wrap=True)
