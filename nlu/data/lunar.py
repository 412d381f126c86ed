"""The lunar calendar 2020-2099: first days of the lunar months (a leap month has a minus) and the solar terms.

Compiled with cnlunar (compile_lunar.py), since cnlunar takes 0.3 ms a day and a table nothing; a test compares them.
"""

from pathlib import Path

_ROWS = [line.split("\t") for line in (Path(__file__).parent / "lunar.txt").read_text(encoding="utf-8").splitlines()]
MONTHS = {int(year): months for year, months, _ in _ROWS}
TERM_NAMES = "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
TERMS = {int(year): terms for year, _, terms in _ROWS}
