"""A telephone to talk to the demo with: `python -m demo.phone o-zhangmin`.  What is pushed to that person is shown too."""

import contextlib
import sys
import threading
import time
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape

from app.kernel.settings import Settings
from bench.phone import Phone, Unanswered

LOOK_S = 1.0


def main(names: list[str]) -> int:
    console = Console(highlight=False)
    if len(names) != 1:
        console.print("用法：.venv/bin/python -m demo.phone o-zhangmin（演示人员见 make run 的提示）")
        return 2
    settings = Settings()
    phone = Phone(f"http://{settings.host}:{settings.port}", names[0], patience_s=15)
    sent = f"http://{settings.host}:{settings.emulator_port}/_sent"
    try:
        last = max((each["id"] for each in pushed(sent, phone.openid, 0)), default=0)
    except httpx.HTTPError:
        console.print("演示没有在运行，请先在另一个窗口 make run（端口不同时设 PORT 和 EMULATOR_PORT）。")
        return 1
    threading.Thread(target=listen, args=(console, sent, phone.openid, last), daemon=True).start()
    console.print(f"{names[0]} 的手机。直接打字，Ctrl-D 退出。")
    for line in sys.stdin:
        if line.strip():
            try:
                console.print(f"[bold]派车[/bold] {escape(phone.say(line.strip()))}")
            except Unanswered:
                console.print("没有回答，演示是否还在运行？")
    return 0


def listen(console: Console, sent: str, openid: str, last: int) -> None:
    while True:
        with contextlib.suppress(httpx.HTTPError):
            for each in pushed(sent, openid, last):
                last = each["id"]
                console.print(f"[bold cyan]推送[/bold cyan] {escape(str(each['text']))}")
        time.sleep(LOOK_S)


def pushed(sent: str, openid: str, after: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(
        sent, params={"to": openid, "after": after}, timeout=5, trust_env=False
    ).json()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
