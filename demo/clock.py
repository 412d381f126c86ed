"""The demo's clock at a start: it begins at DEMO_NOW, later runs on, and never goes back."""

from pathlib import Path

from app.kernel.clock import Clock, local, machine_now, read_instant, set_clock


def prepare(file: Path, demo_now: str) -> str:
    """Let the product's clock stand where this start wants it; what was decided, in a sentence for people.

    Raises ValueError: `demo_now` is no ISO instant.
    """
    wanted = read_instant(demo_now) if demo_now else None
    if not file.exists():
        at = wanted or machine_now()
        set_clock(file, at)
        return f"演示时钟从 {local(at):%Y-%m-%d %H:%M} 开始走。"
    now = Clock(file).now()
    if wanted is None:
        return f"演示时钟接着走：{now:%Y-%m-%d %H:%M}。"
    if wanted > now:
        set_clock(file, wanted)
        return (
            f"演示时钟从 {now:%Y-%m-%d %H:%M} 拨到 {local(wanted):%Y-%m-%d %H:%M}，其间到期的事项随即按时间先后办理。"
        )
    return f"DEMO_NOW 不晚于演示时钟，时钟只进不退：从 {now:%Y-%m-%d %H:%M} 接着走。"
