"""Clauses of a time gone by, or of what is in the way: 昨天送我们五个到南站, 上周去泰州没订到车; 东门那边在修路.

What was yesterday is no wish.  Its day, its people and its places are read by nobody, so that the journey told beside
it (今天下午两点还得去一趟) is read by itself.  An order made yesterday, and what is asked of it, is no bygone clause.
"""

import re

from nlu.rule import Rule, Rules, Scope, read_all
from nlu.scene import Scene

DAY = r"(?:大?前天|昨[天日晚儿夜]|前[日儿晚](?!前)|上上?个?(?:周|礼拜|星期|月)(?:[一二三四五六日天末](?![个位名]))?|去年|前[几两]天|前阵子|前些天|上[次回](?=[^，。]{0,8}(?:[了过得]|也是|挺|很|[一二两三四五六七八九十\d]个人))|刚才?(?=[接送])|\d{1,2}个?(?:小时|分钟|天)前刚)"
OF_ORDERS = re.compile(
    r"[那这]单|那[趟次个辆张]|单子?(?=的|改|取|没|还|退|批)|订单|申请|预约|一样|再[来订约走跑]|[照按]|[跟和同]上|补[录登办个报]|费|改|取消|退|撤|批|审|提交|报[的了过]|[订约定说](?:好?的|好|定)|派[好定]|换|通知|领导|决定|[订约叫派](?:了|过)|[说讲](?!错)|原[来定本]|本来|听"
)
"""Words of an order, of a bill, of what was said: these speak of more than what is over."""
ASKS = re.compile(r"[吗？几谁哪]|多少|什么|为啥|怎么|咋|没有?[啊呀]?$")
AHEAD = re.compile(r"[明今后][天日早晚]|下下?个?(?:周|礼拜|星期|月)|(?:本|这)?周[一二三四五六日末]|现在|以后")
TOLD = re.compile(
    r"[了过]|[坐走去来开到回搬](?:的(?!时候|话|人)|[^，。]{0,6}的$)|[接送派]的(?:师傅|司机|车|七座|商务)|[接送]我们?|得[很太真要够还一]|没|挺|刚好|刚|准时|正好|干等|加班|顺利|不错|辛苦|人真|也是|真[好棒]"
)
"""Signs that the clause tells: 昨天8点去无锡 alone may be a day misspoken, and is asked about."""
AGAIN = re.compile(
    r"[再还又也](?:[得要想是])?(?:[去跑来走](?:一?[趟次回])?(?=[，。！吧]|$))|我们[^，。去]{0,6}去(?=[，。！吧]|$)|同一?个?地方"
)
"""今天下午两点还得去一趟: the place is that of the bygone clause."""


WENT = re.compile("[去到]")
"""Behind it stands the place."""


def _told(found: re.Match[str], scope: Scope) -> str | None:
    """all, or all but the place where that serves what follows; None where the clause is no tale."""
    rest = found["rest"]
    if OF_ORDERS.search(found.group()) or ASKS.search(rest) or AHEAD.search(rest) or not TOLD.search(found.group()):
        return None
    later = found.string[found.end() : found.end() + FOLLOWS_MAX]
    return "day" if AGAIN.search(later) else "all"


FOLLOWS_MAX = 60


def _in_the_way(found: re.Match[str], scope: Scope) -> str | None:
    """all; None where a first sentence says its day there (明天高速封路，六点去金湖)."""
    return "all" if scope.slots or not (AHEAD.search(found.group()) or SAYS_DAY.search(found.group())) else None


SAYS_DAY = re.compile(r"\d[号日点]|[十一二三四五六七八九]号|今天")
RULES = Rules((
    Rule("bygone", rf"(?:^|(?<=[，。！；？ ]))[^，。！；？今明后下\d]{{0,8}}?(?P<day>{DAY})(?P<rest>[^，。！；？]{{2,40}})", _told, says=(("多谢多谢，昨天送我们五个到南站，正好赶上火车", "all"), ("昨天打车去的江宁，贵死了，今天下午两点还得去一趟", "day"), ("昨天干等了四十分钟，今天师傅可得准点", "all"), ("我同事小李上回去苏州也是坐的这种车", "all")), silent=("昨天8点去无锡", "昨天那单取消了", "昨天去苏州花了多少", "跟上次去苏州一样", "上周定了明天去无锡"), hint="前昨上去刚"),
    Rule("in_the_way", r"(?:^|(?<=[，。！；？ ]))[^，。！；？去到接送从改走派订]{0,14}?(?:修路|修桥|封路|封闭|封了|断交|限行|进不去|不好走|走不通|(?<![疏保添])堵(?:车|了|死|得[^，。]{0,6})?|下(?:大|小|暴)?[雨雪])[了呢啊哦]?(?=[，。！；]+[^，。！；])", _in_the_way, says=(("东门那边在修路，到北门接吧", "all"), ("巷子窄进不去，后天8点去平江路", "all"), ("听说南京路上堵，那提前一小时走", "all")), silent=("东门那边在修路", "明天高速封路，六点去金湖", "去看修路工程，三个人"), hint="修封断限进走堵下"),
))  # fmt: skip


def read(scene: Scene) -> None:
    """Hides the clauses that are over, or that only say what is in the way, and keeps where they stand."""
    if scene.role not in TELLERS:
        return
    for mark in read_all(RULES, scene.free, scene.scope):
        went = WENT.search(scene.free, mark.start, mark.end) if mark.value == "day" else None
        scene.cover(mark.start, went.start() if went else mark.end)
        scene.bygone.append((mark.start, mark.end))
        _forget(scene, mark.start, mark.end)


TELLERS = ("official", "visitor")
"""Drivers, dispatchers and approvers speak of what was yesterday on duty."""


def _forget(scene: Scene, start: int, end: int) -> None:
    """上次去扬州坐了七座，这次五个人: no order is named by a tale."""
    first, last = scene.source.span(start, end)
    span = scene.spans.get("target")
    if span is not None and first <= span.start and span.end <= last:
        scene.slots.pop("target", None)
        scene.spans.pop("target")
