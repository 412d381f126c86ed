"""A mark for the journey in free words: 打两分吧，迟到了; 给五星; 五星好评.  The short form stands in the table of fixed words."""

import re

from nlu.acts import target
from nlu.rule import Rule, Scope
from nlu.scene import Scene
from nlu.text import number

BEST, MARK_MAX = 5, 10
N = r"(?P<n>\d{1,2}(?![\d.])|[一二两三四五六七八九十])"
UNIT = r"(?:分(?![钟之公局部院店中类批开享配头析散别工支行流队校会钱组])|颗?星(?![街级酒宾路公广期村城河湖港光火]))"


def _mark(found: re.Match[str], scope: Scope) -> int | None:
    if found["best"]:
        return BEST
    value = number(found["n"] or found["m"])
    return value if value is not None and value <= MARK_MAX else None


RATING = Rule(
    "rating",
    rf"(?:打|评|评价|评分|打分|给|送|值|得)(?:司机|师傅|驾驶员|他们?|她|你们|这次|这趟|服务|车队|个|了|到|上|一个|您们?|打|评|:|，| )*{N}个?{UNIT}(?![都也])"
    rf"|(?:^|[，。])(?:我|就|总体|综合|服务|司机|勉强|只能|最多|顶多|全)*{N.replace('<n>', '<m>')}个?{UNIT}(?=[，。！吧好满啊了 ]|$)|(?P<best>(?:打|给|评|必须|全|点)?(?:个|了|上)?(?:满分|满星|全五星|好评(?!率|度|语)|五星好评|全优))",
    _mark,
    says=(
        ("打两分吧，迟到了", 2),
        ("给五星", 5),
        ("五星好评", 5),
        ("给司机打个四分", 4),
        ("满分！", 5),
        ("给个好评", 5),
        ("三星吧，车有点旧", 3),
        ("服务4分", 4),
    ),
    hint="分星评优",
    silent=("五分钟后到", "8点三分", "去五星街道", "给五星级酒店", "等十分钟", "打开", "上午8点十分去五星街道"),
)
AROUND = re.compile(r"^[，。！吧啊了呀哦 :]+|[，。！ ]+$")


def read(scene: Scene) -> str | None:
    """rate with its rating and what is said besides."""
    if scene.slots.keys() & {"origin", "passengers", "depart_at"} or scene.role == "driver":
        return None
    mark = next(RATING.marks(scene.text, scene.scope), None)
    if mark is None or re.search(r"[吗么？]|怎么|如何|多少", scene.text):
        return None
    order = target.meant(scene)
    if "destination" in scene.slots and order is None:
        return None
    scene.slots = {"target": order} if order else {}
    scene.take("rating", mark)
    why = AROUND.sub("", scene.text[mark.end :]) or ("" if order else AROUND.sub("", scene.text[: mark.start]))
    if len(why) >= 2 and "order_no" not in (order or {}):
        start = scene.text.find(why)
        scene.put("reason", why, start, start + len(why), "rating_reason")
    return "rate"
