"""Verdicts: yes, no, not yet, some of them; handing the pen to another."""

import re
from typing import Any

from nlu.rule import Rule, Scope
from nlu.scene import Scene
from nlu.text import number

NO = r"同意不了|批不了|不能(?:同意|通过|批)|没法(?:同意|批|通过)|不(?:太|大|想|会|应|该|宜)(?:同意|批|通过)|不建议|不应该?(?:同意|批)|不同意|不予(?:批准|同意|通过)|不批准?|不通过|不准|驳回|退回|打回|拒绝|否决|退掉|不行|不可以|不可|驳|退|回绝|不许|不能批|不给批|否(?!则)"
YES = r"同意|通过|批准|核准|照准|(?<!标)准了|准予|予以批准|放行|批(?!量|评|次|注)|没意见|无意见|没问题|可以|(?<![标批不])准(?=$|[，。了吧])|[Oo][Kk]|行(?!程|吗|政|车)|好的?(?!像)|(?<![超通经路不])过(?=$|[，。了吧])|照办|不反对|妥|阅"
HOLD = r"先不[批同]|先别批|先放|放[一着]|等等|等一[下会等]|再说|再看|再议|再定|缓一?缓|暂缓|暂不|待定|搁置|考虑|先等|晚点批|回头批|稍后|先搁|压一压|先压|我问问|核实(?:一下)?再|了解(?:一下)?(?:情况)?再|不急着?批|别急着批|等.{1,14}再"
NEITHER = r"不是不(?:同意|批)|没有?(?:说|讲|表示|答应)(?:过)?(?:要|我)?(?:不)?(?:同意|批|通过|可以|行)|(?:如果|要是|等|只要|补|除非)[^。]{1,14}(?:就|再|才|我)(?:能|会|可以)?(?:同意|批|通过)|(?:没|未)有?(?:同意|批准|通过)|(?:没有|没)不同意|又?没(?:说|讲)(?:要)?(?:批|同意)|(?:什么时候|谁)(?:说|同意|批)|谁说.{0,4}(?:同意|批)|(?:不代表|不等于|不表示)(?:同意|批准)|(?:还)?(?:没|未)(?:想好|决定|批|同意)|同不同意|批不批"
ASKS = re.compile(
    r"[吗？么]$|没有$|了没|批了没|同意了没|通过了没|为什么|怎么|谁|哪|多少|几[个单人点]|有没有|详情|看一?下|理由是(?:什么|啥)"
)
DELEGATE = Rule(
    "delegate",
    r"(?:审批|批单|签批|审核|单子|申请|权限|工作|批|审)(?:权限?|工作|的?事|由|都|先|暂时|就|全部|手续|这块|一律)*(?:请|委托给?|交给?|转给?|交由|授权给?|由|让|给|托给?|移交给?)(?P<who>[\u4e00-\u9fa5]{2,4}?)(?:来?(?:代|代为|帮|负责|审|批|处理|签|办|代理|同志|吧|了|，|。| )|$)"
    r"|(?:委托|授权|请|让|由|交给|转给)(?P<who2>[\u4e00-\u9fa5]{2,4}?)(?:来|帮我?|替我?|代我?|负责)*(?:代批|代为审批|审批|代审|批一?下?|签批|代签|代理|批单)",
    lambda found, scope: found["who"] or found["who2"],
    says=(("我周三到周五请假，审批交给赵伟", "赵伟"), ("这两天由陈刚代批", "陈刚"), ("授权王芳代为审批", "王芳")), silent=("同意，时间改成9点", "审批通过"), hint="交转委授由让给请托移",
)  # fmt: skip
VERDICT = re.compile(f"(?P<neither>{NEITHER})|(?P<hold>{HOLD})|(?P<reject>{NO})|(?P<approve>{YES})")
REFS = re.compile(
    r"(?P<except>除了?|除开)|(?P<from>前)(?P<f>[两二三四五六七八九\d])[个单条]|(?P<last>[后末])(?P<l>[两二三四五六七八九\d])[个单条]|(?P<final>最后(?:面)?那?(?:一?[个单条]))|第?(?P<many>[一二三四五六七八九十\d](?: ?[、和，及与] ?第?[一二三四五六七八九十\d])+)(?!\d|个?人|[点天位辆台])[个单条号]?"
    r"|第(?P<nth>[一二三四五六七八九十]|\d{1,2})(?!天)[个单条份]?|(?P<one>(?<!\d)\d)(?:号(?![楼线日])|(?= ?(?:同意|通过|批|退|驳|不|准|拒|可以))|(?:(?<=[意准过回绝退批驳]\d)|(?<=[意准过回绝退批驳] \d))(?=[ ，。吧了]|$|理由|原因|因为))|(?P<rest>其余|其他|其它|剩下|剩余|别的|另外[的几两]|余下)|(?P<all>全部|全都|都(?=[同通批驳准不可行过退]|$)|所有|一律|统统|一起|全(?=[同通批驳准过]))|(?P<no>(?<![\d])(?:[A-Z]{2}-?)?\d[\d-]{2,})"
)
CONDITION = re.compile(
    r"[，。；、 ]*(?:(?:不过|但是?|可是|只是|前提是?|条件是?|要求是?|注意|只要|就是|记得|除非)[，:]?)(?P<a>.+)|[，。；、 ](?P<b>(?:必须|务必|要求|最好|当天|需要?|请|别|不要|不得|下不为例|控制|只能|仅限|限).+)"
)
REASON = re.compile(r"^[，。；：: 、了吧的]*(?:理由|原因|因为|由于)?(?:是|为|:)?[ ，]*(?P<r>.+?)[。！]*$")


def delegation(scene: Scene) -> bool:
    mark = next(iter(DELEGATE.marks(scene.text, scene.scope)), None)
    if mark is None:
        return False
    scene.take("delegate_to", mark)
    for slot, name in (("depart_at", "from_at"), ("return_at", "to_at")):
        if slot in scene.slots:
            scene.slots[name], scene.spans[name] = scene.slots[slot], scene.spans[slot]
    if "from_at" in scene.slots and "to_at" not in scene.slots and "duration" not in scene.slots:
        scene.slots["to_at"], scene.spans["to_at"] = scene.slots["from_at"], scene.spans["from_at"]
    return True


def read(scene: Scene) -> str | None:
    """approve, reject or hold with target, decisions, reason and condition; None when there is no verdict."""
    text = scene.text
    found = VERDICT.search(text)
    if found is not None and found.lastgroup == "neither" and not re.search(r"[几哪谁]|多少|[吗？]$", text):
        return "hold"
    if found is None or ASKS.search(text):
        return None
    if len(scene.pending) > 1 or REFS.search(text):
        several = _several(scene)
        if several is not None:
            return several
    intent = str(found.lastgroup)
    if "order_no" in scene.slots:
        scene.slots["target"] = {"order_no": scene.slots["order_no"]}
    if intent == "reject":
        _reason(scene, text[found.end() :], text[: found.start()])
    elif intent == "approve":
        if re.search(HOLD, text[found.end() :]) and not CONDITION.search(text, found.end()):
            return "hold"
        later = CONDITION.search(text, found.end())
        if later:
            words = (later["a"] or later["b"]).strip(" ，。")
            scene.put("condition", words, later.start(), later.end(), "condition")
    return intent


def _reason(scene: Scene, after: str, before: str) -> None:
    after = REFS.sub("", after) if after and REFS.match(after) else after
    found = REASON.match(after)
    words = found["r"].strip(" ，。") if found else ""
    if len(words) < 2:
        words = re.sub(r"^.*?(?:[个单条]|[这那]单)[，]?", "", before).strip(" ，。的就")
    if len(words) >= 2 and not re.fullmatch(r"[\ue000-\uf8ff\d\- ]+|申请|这个|这单|一下|谢谢", words):
        scene.put("reason", words, len(scene.text) - len(after), len(scene.text), "reject_reason")


def _several(scene: Scene) -> str | None:
    """Verdicts by ordinal or short number: 前两个通过第三个退回; 004和008批，005退; 同意第一个，驳回第二个."""
    decisions: dict[str, str] = {}
    waiting: list[str] = []
    whole = negative = missing = False
    said: list[str] = []
    last_end = 0
    tokens = list(TOKEN.finditer(scene.text))
    verdict_first = _is_verdict_first(scene.text, tokens)
    for token in tokens:
        if token["verdict"]:
            said.append(_verdict(token["verdict"]))
            verdict = said[-2] if verdict_first and waiting and len(said) > 1 else said[-1]
            decisions.update((order, verdict) for order in waiting)
            waiting, last_end = [], token.end()
            continue
        if token["except"]:
            negative = True
            continue
        if said and not scene.text[last_end : token.start()].strip():
            last_end = token.end()  # 驳回 2 理由: what is said of the order comes behind its number.
        orders = _orders(scene, token, decisions, waiting)
        missing = missing or (not orders and NUMBERED.match(token.group()) is not None)
        whole = whole or bool(token["all"])
        if negative and not (token["rest"] or token["all"]):
            decisions.update(dict.fromkeys(orders, "skip"))
            continue
        waiting += [o for o in orders if o not in waiting]
    if not said:
        return None
    decisions.update((order, said[-1]) for order in waiting if order not in decisions)
    if LEADING.match(scene.text) and not verdict_first and not negative and len(said) > 1 and decisions:
        decisions = {
            o: decisions.get(o, said[0]) for o in scene.pending
        }  # 同意，第二个退回: the others have the first verdict.
    kept = {order: v for order, v in decisions.items() if v in ("approve", "reject")}
    if not kept:  # 同意第三个, of two: no verdict on any other.
        return "hold" if said[0] == "hold" else "other" if missing and scene.pending else None
    return _verdicts(scene, kept, whole and not negative and len(set(kept.values())) == 1, said[0], last_end)


TOKEN = re.compile(f"(?P<ref>{REFS.pattern})|(?P<verdict>{HOLD}|{NO}|{YES})")
NUMBERED = re.compile(r"第(?:[一二三四五六七八九十]|\d{1,2})[个单条份]|\d号?$")
VERDICT_FIRST = re.compile(rf"[^，。]{{0,4}}?(?:{NO}|{YES})(?:了|掉)?(?:{REFS.pattern.replace('?P<', '?P<v_')})")
LEADING = re.compile(rf"(?:{NO}|{YES})[了吧]?[，。 ]")


def _is_verdict_first(text: str, tokens: list[re.Match[str]]) -> bool:
    """同意 2，驳回 1 and not 2 同意 1 驳回, nor 同意 第二个退回."""
    if not tokens or not tokens[0]["verdict"]:
        return False
    is_spaced = not tokens[-1]["verdict"] and len(tokens) > 1 and not text[tokens[0].end() : tokens[1].start()].strip()
    return is_spaced or VERDICT_FIRST.match(text) is not None


def _verdict(words: str) -> str:
    if re.fullmatch(HOLD, words):
        return "hold"
    return "reject" if re.fullmatch(NO, words) else "approve"


def _verdicts(scene: Scene, kept: dict[str, str], whole: bool, first: str, last_end: int) -> str:
    first = first if first in kept.values() else next(iter(kept.values()))
    if whole and len(kept) == len(scene.pending):
        scene.slots["target"] = {"which": "all"}
    elif len(kept) == 1:
        scene.slots["target"] = {"order_no": next(iter(kept))}
    else:
        scene.slots["decisions"] = kept
    if (first == "reject" and len(kept) == 1) or set(kept.values()) == {"reject"}:
        _reason(scene, scene.text[last_end:], "")
    return first


def _orders(scene: Scene, token: re.Match[str], decided: dict[str, str], waiting: list[str]) -> list[str]:
    pending = scene.pending
    if token["all"] or token["rest"]:
        return [o for o in pending if o not in decided and o not in waiting]
    if token["from"]:
        return list(pending[: number(token["f"]) or 0])
    if token["last"]:
        return list(pending[-(number(token["l"]) or 0) or len(pending) :])
    if token["final"]:
        return list(pending[-1:])
    if token["no"]:
        return [o for o in pending if o.endswith(token["no"]) or o == token["no"].upper()] or (
            [token["no"].upper()] if len(token["no"]) > 8 else []
        )
    words: Any = (
        re.findall(r"[一二三四五六七八九十\d]", token["many"]) if token["many"] else [token["nth"] or token["one"]]
    )
    places = [(number(word) or 0) - 1 for word in words]
    return [pending[p] for p in places if 0 <= p < len(pending)]


def resolve(words: str, pending: tuple[str, ...], scope: Scope | None = None) -> str | None:
    """第二个, 2, 008 among the orders shown."""
    found = re.fullmatch(r"(?:选|就|要)?第?(?P<n>[一二三四五六七八九十]|\d{1,2})(?:个|单|号|条)?", words)
    place = (number(found["n"]) or 0) - 1 if found else -1
    if 0 <= place < len(pending) and not (words.isdigit() and len(words) > 2):
        return pending[place]
    tail = [o for o in pending if words.isdigit() and len(words) >= 3 and o.endswith(words)]
    return tail[0] if len(tail) == 1 else None
