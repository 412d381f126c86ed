"""The fixed words: short commands of every role, read as a whole before any rule of the free language."""

import re
from typing import Any

from nlu.acts import expenses
from nlu.rule import Rule, Rules, Scope
from nlu.rules.numbers import ORDER, PLATE
from nlu.text import number
from nlu.words.driving import FEES as SPENT_ON

O = rf"(?P<order>{ORDER})"  # noqa: E741
MAYBE = rf"(?:[ :，(]*(?P<order>{ORDER})(?:这?[单个])?[)]?)?"
END = r"[ 。，！~吧了]*"
WORKING = "driver"
NOBODY = re.compile("谁|哪|人工|客服|真人|别人|调度|我|你|他|她|司机|师傅")
ASKED = re.compile(r"^(?:是|为)?(?:什么|啥|呢|哪|怎么)|[吗？]$|(?:写|填|选)(?:什么|啥|哪)|怎么(?:写|填)")

MORE = re.compile(
    rf"(?:{ORDER}|其余|其他|其它|别的|剩下|余下|另外|第.[个单条]).{{0,8}}(?:同意|批|通过|驳|退)|(?:同意|通过|驳回|退回) ?.{{0,3}}(?:{ORDER}|其余|其他|剩下)"
)


def _is(intent: str, **slots: Any) -> Any:
    return lambda found, scope: _with_order(found, {"intent": intent, **slots})


def _command(name: str, *groups: str) -> Any:
    def build(found: re.Match[str], scope: Scope) -> dict[str, Any]:
        said = {group: _apart(found[group]) for group in groups if found[group]}
        args = {group: words for group, (words, _) in said.items() if words}
        order = next((order for _, order in said.values() if order), {})
        return _with_order(found, {"intent": "command", "command": {"name": name, "args": args}, **order})

    return build


def _with_order(found: re.Match[str], reading: dict[str, Any]) -> dict[str, Any]:
    groups = found.groupdict()
    order = groups.get("order") or groups.get("o2")
    return {**reading, "target": {"order_no": order.upper()}} if order else reading


def _idle(intent: str) -> Any:
    """Words that a person without a draft, or a driver, says of a trip."""
    return lambda found, scope: (
        _with_order(found, {"intent": intent}) if scope.role == WORKING or not (scope.slots or scope.asked) else None
    )


def _apart(words: str | None) -> tuple[str, dict[str, Any]]:
    """The words said, and the order whose number stands among them."""
    found = re.search(ORDER, words or "")
    if found is None or words is None:
        return (words or "").strip(" ，。:"), {}
    rest = f"{words[: found.start()].rstrip(' (，')} {words[found.end() :].lstrip(' )，')}"
    return rest.strip(" ，。:"), {"target": {"order_no": found.group().upper()}}


def _because(intent: str) -> Any:
    def build(found: re.Match[str], scope: Scope) -> dict[str, Any]:
        reason, order = _apart(found["reason"])
        return _with_order(found, {"intent": intent, **order} | ({"reason": reason} if reason else {}))

    return build


def _rate(found: re.Match[str], scope: Scope) -> dict[str, Any] | None:
    rating = number(found["n"] or found["m"])
    if rating is None or not 0 <= rating <= 10:
        return None
    words, order = _apart(found["reason"])
    return _with_order(found, {"intent": "rate", "rating": rating, **order} | ({"reason": words} if words else {}))


def _between(found: re.Match[str], scope: Scope) -> dict[str, Any]:
    """3.5分: marks are whole numbers, so it is asked which."""
    low = number(found["n"][: 2 if found["n"][:2].isdigit() else 1]) or 0
    doubt = {"slot": "rating", "candidates": [low, low + 1], "why": "not_whole"}
    words, order = _apart(found["reason"])
    rated = {"intent": "rate", "rating": None, **order, "needs": ["rating"], "ambiguous": [doubt]}
    return _with_order(found, rated | ({"reason": words} if words else {}))


def _rejected(found: re.Match[str], scope: Scope) -> dict[str, Any] | None:
    """None for 驳回理由是什么, which asks, and for 驳回 YC… 其余同意, which decides on more than one."""
    words = found["reason"] or found["r2"] or ""
    if ASKED.search(words) or MORE.search(words):
        return None
    reason, order = _apart(found["reason"] or found["r2"])
    return _with_order(found, {"intent": "reject", **order} | ({"reason": reason} if reason else {}))


def _forward(found: re.Match[str], scope: Scope) -> dict[str, Any] | None:
    """One order passed on to another approver."""
    if NOBODY.search(found["to"]) or scope.role == WORKING or scope.asked:
        return None
    return _with_order(found, {"intent": "delegate", "delegate_to": found["to"]})


def _spent(found: re.Match[str], scope: Scope) -> dict[str, Any] | None:
    """Nothing but amounts.  A driver's are read with the rest of what drivers say."""
    paid = expenses.read(found["paid"]) if scope.role != WORKING else []
    if not paid or not expenses.says_nothing_else(found["paid"], paid):
        return None
    return _with_order(found, {"intent": "expense", "expenses": [one.value() for one in paid]})


def _assigned(found: re.Match[str], scope: Scope) -> dict[str, Any] | None:
    """The dispatcher's own words in full; who may say them, the product answers."""
    driver = {"driver": found["driver"]} if found["driver"] else {}
    return _with_order(found, {"intent": "dispatch", "plate": found["plate"].upper(), **driver})


def _back(found: re.Match[str], scope: Scope) -> dict[str, Any]:
    return _with_order(found, {"intent": "back"} | ({"odometer_km": number(found["km"])} if found["km"] else {}))


def _accept(intent: str, name: str, said: str) -> Any:
    def build(found: re.Match[str], scope: Scope) -> dict[str, Any]:
        if scope.role == WORKING:
            return _because(intent)(found, scope)  # type: ignore[no-any-return]
        if scope.asked == "confirm":
            return {"intent": said}
        return _command(name)(found, scope)  # type: ignore[no-any-return]

    return build


def _statement(found: re.Match[str], scope: Scope) -> dict[str, Any]:
    year, month = scope.now.year, scope.now.month
    if found["m"]:
        month = number(found["m"]) or month
        year = int(found["y"]) if found["y"] else year - (month > scope.now.month)
    elif found["last"]:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return _with_order(
        found, {"intent": "command", "command": {"name": "statement", "args": {"month": f"{year}-{month:02d}"}}}
    )


def _cmd(name: str, **args: Any) -> dict[str, Any]:
    return {"intent": "command", "command": {"name": name, "args": args}}


ONE, NO = "YC20261123-0007", {"target": {"order_no": "YC20261123-0007"}}
WHY = r"(?:[ ，:]*(?:理由|原因|因为|事由)?(?:是|为|:)?[ ，:]*(?P<reason>.*))"


FIGURES = "0123456789零〇一二两三四五六七八九十百半块元"
FEES = "".join(sorted({word[0] for words in SPENT_ON.values() for word in words.split()}))
"""First characters of what money is spent on."""


def _row(
    name: str,
    hint: str,
    pattern: str,
    build: Any,
    *says: tuple[str, Any],
    silent: tuple[str, ...] = (),
    also: str = "",
) -> Rule:
    """hint, also: characters of which every sentence of the row has one each."""
    return Rule(name, rf"^\s*(?:{pattern}){END}$", build, says=says, silent=silent, kind="words", hint=hint, also=also)


WORDS = Rules((
    _row("can_do", "我菜功", r"我(?:都?能|可以)(?:做|干)(?:些|点)?(?:什么|啥|哪些).{0,2}|菜单|功能", _is("help"), ("我能做什么", {"intent": "help"})),
    _row("my_orders", "我", r"(?:查看?|看看?)?(?:一下)?我的(?:全部|所有)?(?:订单|单子|行程|预约|用车)(?:列表|有哪些|呢)?", _is("query", query="list"), ("我的订单", {"intent": "query", "query": "list"}), silent=("我的订单批了吗",)),
    _row("my_approvals", "待", r"(?:查看?|看看?)?(?:待我?审批的?|待我?批的?|待审|待办)(?:单子|订单|申请|有哪些|列表)*", _is("query", query="pending"), ("待我审批的", {"intent": "query", "query": "pending"})),
    _row("slip", "派", rf"(?:看|查|出示)?派车单{MAYBE}", _command("slip"), (f"派车单 {ONE}", {**_cmd("slip"), **NO}), ("派车单", _cmd("slip")), silent=("派车单打印在哪",)),
    _row("fee_detail", "费", rf"(?:(?P<o2>{ORDER})?[ 的]*费用明细|费用明细 *(?P<order>{ORDER}))",
         lambda found, scope: _cmd("fee_detail") | ({"target": {"order_no": (found["o2"] or found["order"]).upper()}} if found["o2"] or found["order"] else {}),
         (f"{ONE} 费用明细", {**_cmd("fee_detail"), **NO}), (f"费用明细{ONE}", {**_cmd("fee_detail"), **NO})),
    _row("timeline", "经流时过全记", rf"(?:(?P<o2>{ORDER})[ 的]*(?:经过|流转|时间线|过程|全过程|记录)|(?:经过|时间线|流转) *(?P<order>{ORDER}))",
         lambda found, scope: _cmd("timeline") | {"target": {"order_no": (found["o2"] or found["order"]).upper()}},
         (f"{ONE} 的经过", {**_cmd("timeline"), **NO})),
    _row("why", "为凭", rf"{MAYBE}[ ，]*(?:为什么|为啥|为何|凭什么).*?(?:(?P<o2>{ORDER}).*)?",
         lambda found, scope: {"intent": "query", "query": "why"} | ({"target": {"order_no": (found["order"] or found["o2"]).upper()}} if found["order"] or found["o2"] else {}),
         ("为什么要王局批", {"intent": "query", "query": "why"}), (f"为什么驳回{ONE}", {"intent": "query", "query": "why", **NO})),
    _row("rate", "分星评", rf"(?:(?P<o2>{ORDER})[ ，:]*)?(?:评价|评分|打分|打|给|好评)?{MAYBE}[ :，]*(?:给|打)?(?:司机|师傅|这次)?(?:(?P<n>[0-9一二三四五六七八九十]{{1,2}}) ?[分星](?!钟|半)(?:好评)?|评价[ :]*(?P<m>[1-5])(?![分星\d]|\.\d))(?P<reason>[ ，。].*|.*)", _rate,
         ("评价 5分 车很干净", {"intent": "rate", "rating": 5, "reason": "车很干净"}), ("打四分", {"intent": "rate", "rating": 4}),
         (f"评价 5分 好 {ONE}", {"intent": "rate", "rating": 5, "reason": "好", **NO}), (f"5星 {ONE}", {"intent": "rate", "rating": 5, **NO}), silent=("8点三分", "五分钟后到", "评价 3.5分", "评价 4.5")),
    _row("rate_broken", "分星评打给", rf"(?:(?P<o2>{ORDER})[ ，:]*)?(?:评价|评分|打分|打|给|好评)(?:司机|师傅|这次)?{MAYBE}[ :，]*(?:给|打)?(?P<n>\d{{1,2}}\.\d+|[一二三四五六七八九]点[一二三四五六七八九五](?=分)|[一二三四][分星]半|\d[分星]半) ?(?:[分星](?!钟))?(?P<reason>[ ，。].*)?", _between,
         ("评价 3.5分", {"intent": "rate", "rating": None, "needs": ["rating"], "ambiguous": [{"slot": "rating", "candidates": [3, 4], "why": "not_whole"}]}), ("评价 4分半", {"intent": "rate", "rating": None, "needs": ["rating"], "ambiguous": [{"slot": "rating", "candidates": [4, 5], "why": "not_whole"}]}), silent=("评价 3分", "打车3.5元")),
    _row("make_up_papers", "补", rf"补(?:办|单|手续)(?:手续)?{MAYBE}{WHY}", _command("make_up_papers", "reason"), (f"补办 {ONE} 事由 抢险", {**_cmd("make_up_papers", reason="抢险"), **NO})),
    _row("sharing_yes", "合拼同", rf"(?:我)?(?:同意|愿意|可以|接受)(?:合并|拼车|合乘|同车){MAYBE}", _command("sharing_yes"), ("同意合并", _cmd("sharing_yes")), silent=("同意",)),
    _row("sharing_no", "不", rf"(?:不同意|不愿意?|不想|不要|不接受|不)(?:合并|拼车|合乘|同车){MAYBE}", _command("sharing_no"), ("不合并", _cmd("sharing_no")), ("不同意合并", _cmd("sharing_no"))),
    _row("sharing_leave", "合拼同", rf"(?:退出|取消|不再)(?:合并|拼车|合乘|同车){MAYBE}", _command("sharing_leave"), ("退出合并", _cmd("sharing_leave"))),
    _row("take_back", "撤恢还", r"撤销(?:刚才|刚刚|上一?次|上一步)?的?(?:修改|更改|改动)|(?:恢复|还原)(?:到)?(?:刚才|上一?次|修改前)的?", _is("undo"), ("撤销刚才的修改", {"intent": "undo"}), silent=("撤销",)),
    _row("accept_job", "接", rf"接单{MAYBE}", _is("accept"), ("接单", {"intent": "accept"})),
    _row("decline_job", "拒", rf"拒单{MAYBE}{WHY}", _because("decline"), ("拒单 理由 身体不适", {"intent": "decline", "reason": "身体不适"}), (f"拒单 理由 发烧 {ONE}", {"intent": "decline", "reason": "发烧", **NO})),
    _row("accept", "接", rf"接受{MAYBE}(?:委托|代批|授权)?(?P<reason>)", _accept("accept", "accept_delegation", "confirm"), ("接受", _cmd("accept_delegation"))),
    _row("not_accept", "接", rf"(?:不接受|拒绝接受){MAYBE}(?:委托|代批|授权)?(?P<reason>)", _accept("decline", "decline_delegation", "deny"), ("不接受", _cmd("decline_delegation"))),
    _row("depart", "出", rf"(?:已经?)?出发{MAYBE}", _idle("depart"), ("出发", {"intent": "depart"})),
    _row("arrive", "到", rf"(?:已经?)?(?:到达|到站|到点){MAYBE}", _idle("arrive"), ("到达", {"intent": "arrive"})),
    _row("aboard", "上", rf"(?:已经?|乘客|客人|人员)*上车{MAYBE}", _idle("aboard"), ("上车", {"intent": "aboard"})),
    _row("going_back", "返", rf"(?:已经?|开始)?返程{MAYBE}", _idle("return"), ("返程", {"intent": "return"})),
    _row("finish", "完", rf"(?:任务|行程)?(?:已经?)?完成{MAYBE}", _idle("finish"), ("完成", {"intent": "finish"})),
    _row("back", "回收入", rf"(?:已经?)?(?:回场|回库|收车|入库){MAYBE}(?:[ ，:]*(?:里程|公里数?|表显|码表|路码)?(?:数|表)?[ :是为]*(?P<km>\d{{1,7}})(?:公里|km|KM)?)?(?:[ ，(]*(?P<o2>{ORDER})[)]?)?", _back,
         ("回场 里程 12480", {"intent": "back", "odometer_km": 12480})),
    _row("no_show", "未", rf"未接到(?:人|乘客|客人)?{MAYBE}", _is("noshow"), ("未接到人", {"intent": "noshow"})),
    _row("forward", "转移", rf"(?:转给|转交给?|移交给?|转批给?)(?P<to>[\u4e00-\u9fa5]{{2,4}}?)(?:审批|批|处理|办)?{MAYBE}", _forward, ("转给赵伟", {"intent": "delegate", "delegate_to": "赵伟"}), (f"转给赵伟 {ONE}", {"intent": "delegate", "delegate_to": "赵伟", **NO}), silent=("转给人工", "转给谁")),
    _row("approve", "同批通", rf"(?:同意|批准|通过)[ (]*{O}[)]?", _is("approve"), (f"同意 {ONE}", {"intent": "approve", **NO}), (f"同意({ONE})", {"intent": "approve", **NO})),
    _row("reject", "驳不拒退", rf"(?:驳回|不同意|拒绝|退回)(?:[ (]*{O}[)]?)?[ ，:]*(?:理由|原因|因为)(?:是|为|:)?[ ，:]*(?P<reason>.+)|(?:驳回|不同意|退回)[ (]*(?P<o2>{ORDER})[)]?(?P<r2>.*)",
         _rejected, (f"驳回 理由 超标准 {ONE}", {"intent": "reject", "reason": "超标准", **NO}),
         (f"驳回 {ONE} 理由 超标准", {"intent": "reject", "reason": "超标准", **NO}), (f"驳回({ONE})理由:材料不全", {"intent": "reject", "reason": "材料不全", **NO}),
         (f"驳回({ONE})材料不全", {"intent": "reject", "reason": "材料不全", **NO}), silent=("驳回理由是什么", "退回原因呢")),
    _row("waiting_orders", "待未没", r"(?:看看?|查看?)?(?:待派的?|待派车的?|待调度的?|未派的?|没派的?)(?:单子?|订单|有哪些)?", _command("waiting_orders"), ("待派的", _cmd("waiting_orders"))),
    _row("vehicles", "车", r"(?:看看?|查看?)?(?:车辆(?:列表|情况|状态|一览)?|所有车辆?|我的车辆)", _command("vehicles"), ("车辆", _cmd("vehicles"))),
    _row("suspend", "停", rf"停用 *(?P<plate>{PLATE})(?P<rest>.*)", lambda found, scope: _cmd("suspend", plate=found["plate"].upper(), rest=found["rest"].strip(" ，")), ("停用 苏D·0B122", _cmd("suspend", plate="苏D·0B122", rest=""))),
    _row("resume", "恢启解", rf"(?:恢复|启用|解封) *(?P<plate>{PLATE})", _command("resume", "plate"), ("恢复 苏D·0B122", _cmd("resume", plate="苏D·0B122"))),
    _row("assigned", "派", rf"派 *(?P<plate>{PLATE})[ ，]*(?:(?:司机|驾驶员)?(?P<driver>[\u4e00-\u9fa5]{{2,4}})[ ，]*)?{O}", _assigned,
         (f"派 苏D·0A123 孙师傅 {ONE}", {"intent": "dispatch", "plate": "苏D·0A123", "driver": "孙师傅", **NO}), (f"派苏D·0A123 {ONE}", {"intent": "dispatch", "plate": "苏D·0A123", **NO}), silent=("派 苏D·0A123 明天去无锡",)),
    _row("spent", FEES, rf"(?P<paid>[^？！]{{3,60}}?){MAYBE}", _spent,
         ("过路费 35", {"intent": "expense", "expenses": [{"kind": "过路费", "yuan": 35}]}), ("过路费三十五", {"intent": "expense", "expenses": [{"kind": "过路费", "yuan": 35}]}), ("停车费12元，过路费 35", {"intent": "expense", "expenses": [{"kind": "停车费", "yuan": 12}, {"kind": "过路费", "yuan": 35}]}),
         (f"停车费 12 {ONE}", {"intent": "expense", "expenses": [{"kind": "停车费", "yuan": 12}], **NO}), silent=("过路费多少", "停车场8点", "过路费35谁出"), also=FIGURES),
    _row("statement", "账结", r"(?:看|查)?(?:(?P<last>上个?月)的?)?(?:对?账单|结算单) *(?:(?:(?P<y>20\d\d)(?:年|-|/))?(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?份?)?", _statement,
         ("账单 2026年11月", _cmd("statement", month="2026-11")), ("账单", _cmd("statement", month="2026-11"))),
    _row("alerts", "预", r"(?:看看?|查看?|有什么|有哪些)?预警(?:列表|信息|有哪些)?", _command("alerts"), ("预警", _cmd("alerts"))),
    _row("rule", "规", r"(?:看|查)?规则 *(?P<id>[A-Za-z]\d{1,3})", _command("rule", "id"), ("规则 R07", _cmd("rule", id="R07"))),
))  # fmt: skip
