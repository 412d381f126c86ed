"""Characters: traditional to simplified (OpenCC's table and a few variants), and those whose reading their neighbours decide."""

import re
from pathlib import Path

_VARIANTS = (
    "妳你 牠它 祂他 敎教 衞卫 卽即 囘回 囬回 関关 塩盐 竒奇 歴历 輌辆 藉借 〇零 ○零 彷仿 壹一 贰二 叁三 柒七 捌八 玖九"
)
_TABLE = (Path(__file__).parent / "simplified.txt").read_text(encoding="utf-8").split()
_KEPT = frozenset("乾著瞭覆藉彷")  # Decided by CONTEXT.
SIMPLIFIED = {pair[0]: pair[1] for pair in (*_TABLE, *_VARIANTS.split()) if pair[0] not in _KEPT}

_COUNTS = "[个人点号月日位辆名时年分拾十百佰]"

# One character, several simplified ones: 乾净 but 乾隆, 等着 but 著名, 了解 but 瞭望, 批复 but 覆盖.
CONTEXT = (
    (re.compile("乾(?=[净燥杯脆旱洗果粮货])|(?<=[饼烘晒风])乾"), "干"),
    (re.compile("(?<=[带接跟拿坐开等看随穿赶拉陪住站沿朝顺忙急背抱提照向有])著(?![名作称录者述])"), "着"),
    (re.compile("瞭(?=解)"), "了"),
    (re.compile("(?<=[答回批函])覆(?!盖)"), "复"),
    (re.compile("(?<![狼慰])藉(?=[口此助由])"), "借"),
    (re.compile("彷(?=佛)"), "仿"),
    (re.compile(f"肆(?={_COUNTS})"), "四"),
    (re.compile(f"(?<![队退入落])伍(?={_COUNTS})"), "五"),
    (re.compile(f"(?<![大登着内海水])陆(?={_COUNTS})"), "六"),
    (
        re.compile(
            "(?<!收)拾(?=[一二三四五六七八九壹贰叁肆伍陆柒捌玖个人点号月日位])|(?<=[一二三四五六七八九])拾(?!金)"
        ),
        "十",
    ),
    (re.compile("(?<=十)肆"), "四"),
    (re.compile("(?<=十)伍"), "五"),
    (re.compile("(?<=十)陆"), "六"),
)
CONTEXTUAL = re.compile(f"[{''.join(sorted(_KEPT))}肆伍陆拾]")
