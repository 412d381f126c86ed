"""How many people, without the driver: small productions over the tokens of heads.py, and the algebra that adds them up.

heads = explicit people + the speaker + named people + those brought along - the driver.  A production is a pattern of
kinds (`me and name`) and a function that tells what its stretch is worth; `read` decides between several: a stated total
before a sum, a correction before what it corrects, and a step (再加两个) from what is known already.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from nlu.rule import Mark, Rule, Scope, always
from nlu.rules import vehicles
from nlu.rules.counts import COUNTS, VAGUE, Token
from nlu.rules.heads import LETTERS, TITLE, letters, tokens
from nlu.rules.vehicles import VEHICLE
from nlu.scene import Scene

ABSURD_FROM = 500
NEAR = 6
"""Characters before a mark that are looked at."""
Tokens = Sequence[Token]
# Names for several kinds at once, to be used in shapes.
PARTS = {
    "someone": "[KPMHC]",  # one who can be left out, brought or added: 张处, 领导, 我, 他, 夫妇
    "anyone": "[KPMHCD]",
    "people": "[NG]",
    "number": "[NGn]",
    "ours": "[Sog]{0,3}",
    "join": "(?:,?i?[A+B]{1,3})",
    "still": "(?:,?[A+BtmioLg]{0,4},?)",
    "of": "[it]{0,3}",
    "link": "[i=Sog]{0,5}",
}


class Shape(Rule):
    """A production.  shape: kinds of heads.LETTERS or PARTS, separated by blanks, with the signs of regular expressions.

    needs: kinds of which one must be there (a saving, not a meaning).
    """

    def __init__(
        self,
        name: str,
        shape: str,
        worth: Callable[[Tokens], int | None],
        *,
        kind: str = "party",
        needs: str = "",
        says: tuple[tuple[str, int], ...] = (),
        silent: tuple[str, ...] = (),
    ) -> None:
        spelled = re.sub("[a-z]+", lambda word: PARTS.get(word.group()) or re.escape(LETTERS[word.group()]), shape)
        super().__init__(name, spelled.replace(" ", ""), always(None), says=says, silent=silent, kind=kind)
        self.worth = worth
        self.needs = frozenset(LETTERS[kind] for kind in needs.split())

    def mark(self, found: Tokens) -> Mark | None:
        value = self.worth(found)
        return None if value is None else Mark(found[0].start, found[-1].end, value, self.name, self.kind)

    def marks(self, text: str, scope: Scope) -> Iterator[Mark]:
        """As a Rule does, for the sentences that prove it."""
        found = tokens(text)
        for stretch in self.pattern.finditer(letters(found)):
            mark = self.mark(found[stretch.start() : stretch.end()])
            if mark is not None:
                yield mark


# --- what a stretch is worth -------------------------------------------------------------------------------------
HEADS = {"me": 1, "him": 1, "name": 1, "role": 1, "couple": 2, "chauffeur": 0}
JOINTS = ("and", "plus", "bring", "comma")


def counted(found: Tokens) -> int:
    return next(token.value for token in reversed(found) if token.kind in COUNTS)


def added(found: Tokens) -> int | None:
    """我和张处、两位专家: a noun beside a count is counted by it, a couple is two, the driver is nobody.

    None when nobody makes it sure: 专家和领导 may be many; one who speaks, is named or is counted may not.
    """
    total, waiting, sure, last = 0, 0, False, ""
    for token in found:
        if token.kind in COUNTS:
            total, waiting, sure = total + token.value, 0, True
        elif token.kind in HEADS:
            total += waiting if token.kind == last == "name" else 0  # 小王小李
            waiting = max(waiting, HEADS[token.kind])
            sure = sure or token.kind in ("me", "him", "name", "couple")
        elif token.kind in JOINTS:
            total, waiting = total + waiting, 0
        last = token.kind
    return total + waiting if sure else None


def company(found: Tokens) -> int | None:
    """我和小王两个人 says the sum itself; 我和两位专家, 我带专家两位 add."""
    last, before = found[-1], found[-2]
    if any((a.kind, b.kind, c.human) == ("comma", "near", False) for a, b, c in zip(found, found[1:], found[2:], strict=False)):
        return None  # 局里两位，宜兴3人: an unknown noun is one of persons only with 位 or 名.
    if found[0].kind == "count" and not found[0].human and all(token.kind not in JOINTS[:3] for token in found):
        return None
    if last.kind != "count" or before.kind in JOINTS:
        return added(found)
    joins = {token.kind for token in found} & {"plus", "bring"}
    if before.kind == "chauffeur":
        return last.value - 1
    people = added(found[:-1]) or 0
    is_counted = any(token.kind in COUNTS for token in found[:-1])
    is_sum = before.kind in ("me", "him", "name", "couple") or (before.kind == "role" and not last.human)
    if is_sum and not (joins or is_counted) and last.value >= people:
        return last.value
    return people if before.kind in COUNTS and last.value == people else added(found)


def beside(found: Tokens) -> int:
    """除我外还有两个: those left out beside those counted."""
    return sum(HEADS.get(token.kind, 0) for token in found) + counted(found)


def all_named(found: Tokens) -> int | None:
    """除了我还有李工和小王"""
    return added(
        [token._replace(kind="and") if token.kind in ("excl", "beyond", "more", "is") else token for token in found]
    )


def without_driver(found: Tokens) -> int | None:
    """The number said, less the drivers in it: 含司机3人, 含两名司机共8人."""
    drivers = sum(token.value or 1 for token in found if token.kind == "chauffeur")
    return counted(found) - drivers


def all_numbers(found: Tokens) -> int:
    return sum(token.value for token in found if token.kind in COUNTS)


def pair(found: Tokens) -> int:
    return 2


def vague(found: Tokens) -> int:
    return VAGUE


def signed(found: Tokens) -> int:
    return -counted(found) if any(token.kind == "less" for token in found) else counted(found)


def come(found: Tokens) -> int:
    numbers = [token.value for token in found if token.kind in COUNTS]
    return numbers[-1] if numbers else sum(HEADS.get(token.kind, 0) for token in found)


def gone(found: Tokens) -> int:
    return -come(found)


def nobody(found: Tokens) -> int:
    return 0


PARTY_OF = "((role | own | us | near)? people)"
GUEST = "(ours (me | him | (role | name | them | us){0,3} count | group | (name | role){1,3} couple? | couple | chauffeur))"
PARTY: tuple[Shape, ...] = (
    Shape("with_driver", "(incl | plus | bring) (anyone and){0,3} chauffeur inside? comma? of number | number comma? (incl | bring) chauffeur inside? | number comma? chauffeur inside | chauffeur inside comma? of number",
               without_driver, kind="total", needs="chauffeur", says=(("明天10点去兴化，含司机3人", 2), ("连驾驶员一共5个", 4), ("4人（含司机）", 3), ("含两名司机共8人", 6), ("一共5个人，算上司机", 4)),
               silent=("司机3点到", "4人（不含司机）", "不含驾驶员6人")),
    Shape("beside", "excl (anyone join){0,5} anyone (beyond | inside)? still people | excl anyone (beyond | inside)? still number | anyone beyond still number | number comma? excl (me | name | him)",
               beside, needs="excl beyond", says=(("除我外还有两个", 3), ("不算我四个人", 5), ("除了我还有3位", 4), ("司机外另1人", 1), ("不含驾驶员6人", 6), ("5个人，不算我", 6), ("除张处外还有两人", 3)), silent=("除了第二个",)),
    Shape("beside_named", "excl (me | name | him) beyond? still (name | role) (join ours (name | role)){0,9}", all_named, needs="excl", says=(("除了我还有李工和小王", 3), ("除我之外，还有张主任", 2)), silent=("除第三个外",)),
    Shape("with_me", "(incl | plus | bring) (me | name | him) inside? comma? of number | incl (someone join){0,5} someone inside? comma? (is | near)? total of number", counted, kind="total",
               needs="incl plus bring", says=(("连我一共五个人", 5), ("算上我三个", 3), ("加上我一共4个人", 4), ("包括张处和我共6人", 6)), silent=("我三点走",)),
    Shape("sum_of_numbers", "bare plus number | number plus bare", all_numbers, needs="plus", says=(("三加一，明天8点", 4), ("3+1，去溧阳", 4)), silent=("加一个人", "增加")),
    Shape("head_count_step", "label of (plus | more | less) of number", signed, kind="step",
               needs="label", says=(("人数加一", 1), ("人数减1", -1), ("人数增加两个", 2), ("人数要加三位", 3)), silent=("人数4", "人数改成五个", "人数加8点")),
    Shape("roles_listed", "role bare ((comma | and)? role number){1,9}", added, needs="bare", says=(("翻译1、专家3", 4), ("专家3，工作人员2人", 5)), silent=("专家3",)),
    Shape("party_label", "(label comma? | total) link (bare to)? number | role is? bare | to people", counted, kind="total",
               needs="label total to role", says=(("人数4", 4), ("乘车人数：3", 3), ("人数改成四十个", 40), ("共六", 6), ("一行12位", 12), ("人减到三个", 3), ("总共是五个人", 5), ("随行：3", 3)), silent=("共3天", "一共两辆", "共青团", "改成8点")),
    Shape("fetched", "fetch bare", counted, needs="fetch", says=(("常州北站 接2 去局里", 2),), silent=("接2号楼的人", "送3楼")),
    Shape("swapped", "name to name | name leaves comma? (to | is | plus)? name", nobody, kind="step", needs="name", says=(("小王换成小李", 0),), silent=("小王不去了",)),
    Shape("also_goes", "(ours (name | role) join){0,9} (name | role | people) also", come, kind="step", needs="also", says=(("李工也去", 1), ("张处和小王也去", 2), ("还有两个人也去", 2)), silent=("也行", "我也去", "我们也去")),
    Shape("stays_away", "(ours name join){0,9} (name | people) leaves | (ours name join){0,9} name less | less name", gone, kind="step", needs="leaves less", says=(("小王不去了", -1), ("张处和李工去不了", -2), ("有两个人不去了", -2)), silent=("不去了", "我不去了")),
    Shape("company", f"{GUEST} (join {GUEST}){{1,9}} count? | {PARTY_OF} (comma? (role | own | us | near) people | comma? group){{1,9}} count?",
          company,
               needs="and plus bring role group own us near", says=(("我带三个同事，明天9点", 4), ("我和两位专家", 3), ("局长带两个科员", 3), ("我跟老王，下午2点", 2), ("我和张处、李科", 3), ("处长和我，周三14:00", 2), ("张处、李科和我", 3), ("我和小王两个人", 2),
                     ("领导两位、秘书一位，另带翻译一位", 4), ("领导两位随行三位", 5), ("我和我们陈主任", 2), ("王局带我们科三个人", 4), ("三个人，再加两个", 5), ("三个人加我", 4), ("我和王教授夫妇", 3), ("我们办公室仨，再加信息中心俩", 5)),
               silent=("我带材料", "接我和行李", "专家和领导", "我和平路")),
    Shape("pair", "(name | role) couple", pair, needs="couple", says=(("接王教授夫妇", 2),), silent=("夫妇",)),
    Shape("party_step", "(plus | more) (own | is){0,3} people | less people", signed, kind="step",
               needs="plus more less", says=(("再多两个人", 2), ("少一个", -1), ("再加一个人", 1), ("减两位", -2), ("多一个人", 1), ("加两个人", 2), ("再带一个", 1)), silent=("多少人", "加油300", "参加4人会议")),
    Shape("joins", "(plus | bring | more) ours name (join name){0,9}", come, kind="named_step", needs="name", says=(("再加上李工", 1), ("带上小王和小李", 2)), silent=("带上材料",)),
    Shape("vague_many", "vague role?", vague, needs="vague", says=(("十几个人去溧阳", VAGUE), ("好几位领导", VAGUE)), silent=("十个人", "几个人去啊")),
    Shape("party_size", "(me | us | him | them)? ours people", counted,
               needs="count group", says=(("明早8点三人去无锡", 3), ("我们俩人去", 2), ("二十来号人", 20), ("1位专家", 1), ("5个人", 5), ("99,999人", 99999), ("四名代表", 4), ("我们三个去趟徐州", 3), ("王主任他们四个", 4), ("明天去金坛，四个", 4),
                     ("三四个人", 4), ("十五六个人", 16), ("四五十人", 50), ("两三位专家", 3), ("5-6人", 6), ("五到六个人", 6), ("3或4人", 4), ("两大一小", 3), ("三男两女", 5), ("就他一个", 1), ("叁个人", 3)),
               silent=("去八人民路", "第三人民医院", "人大会议", "2号线", "第二个", "四个小时", "两个项目", "三个点", "四个工地", "一个会", "8点到10点")),
)  # fmt: skip
NOT_MINE = (
    r"打车|打的|开车|骑车|坐地铁|坐高铁|坐火车|坐公交|想办法|解决|安排|处理|联系|来[办弄定]|掏|付|说|的|走过去|过去"
)
ALONE = Rule(
    "just_me",
    rf"(?:就|只有?|仅|光|单)我(?:自己|本人|独自)?(?:一个)?(?=[，。！；)\s\ue000去坐要走乘来]|$)|我(?:自己|本人|独自|单独)(?!{NOT_MINE})(?=[，。！；)\s\ue000去坐要走乘用]|$)|独自|只身|孤身|单独一人|(?<![\u4e00-\u9fa5])本人(?=[，。去]|$)",
    lambda found, scope: 1,
    kind="party",
    hint="我独单本只孤",
    says=(("就我自己", 1), ("就我", 1), ("我自己去", 1), ("独自前往", 1)),
    silent=("我自己打车过去", "我们", "我自己想办法", "就我们三个"),
)
CLEARED = re.compile(
    r"(?:人数|乘车人数|多少人|几个人)[^，。\d]{0,6}(?:清掉|清空|清除|去掉|删掉|删了|不填|先空|空着|待定|未定|没定|不定|不确定|说不准|没数|再说|再报)"
)
CALLED_OFF = re.compile(r"不用|算了|算啦|取消|不接|不要车|不需要|不劳")


# --- reading -----------------------------------------------------------------------------------------------------
class Found(NamedTuple):
    """A mark and the tokens it stands on."""

    first: int
    last: int
    mark: Mark


def read(scene: Scene, text: str) -> None:
    """text: with ids, times and the digits of places hidden."""
    text = vehicles.read(scene, text)
    alone = next(iter(ALONE.marks(text, scene.scope)), None)
    kinds = tokens(text)
    found = _produce(kinds)
    parties = [f for f in found if f.mark.kind in ("party", "total") and not _is_talk(text, f, kinds)]
    steps = [f for f in found if "step" in f.mark.kind]
    for one in (*parties, *(s for s in steps if s.mark.kind == "step")):
        scene.cover(one.mark.start, one.mark.end)
    if parties:
        chosen = _chosen(text, kinds, parties, steps)
        _people(scene, chosen, kinds, [s for s in steps if s.first > chosen.last])
    elif _cleared(scene):
        return
    elif alone and not (steps or CALLED_OFF.search(scene.text)):
        scene.cover(alone.start, alone.end)
        people(scene, 1, alone)
    elif not _answered(scene, kinds):
        _steps(scene, [s.mark for s in steps])


def people(scene: Scene, count: int, mark: Mark) -> None:
    """0 and 99,999 people are dropped and said; so is a count without a number (十几个)."""
    if not 0 < count < ABSURD_FROM:
        scene.doubt("passengers", "absurd_count" if count != VAGUE else "approximate")
        return
    scene.take("passengers", mark, count)


def _produce(kinds: Tokens) -> list[Found]:
    """What the productions find; an earlier production hides its tokens from the later ones."""
    left = letters(kinds)
    found: list[Found] = []
    for production in PARTY:
        if production.needs.isdisjoint(left):
            continue
        for stretch in production.pattern.finditer(left):
            start, end = stretch.span()
            mark = production.mark(kinds[start:end])
            if mark is not None:
                found.append(Found(start, end - 1, mark))
                left = left[:start] + "x" * (end - start) + left[end:]
    return sorted(found)


TALK_BEFORE = re.compile(r"[向给问找让由替被请跟和与同的及](?:一下)?$|(?:联系|通知|告诉|转告|询问|汇报)$")
TALK_AFTER = re.compile(r"(?:都|已经?|刚)?(?:的(?!话)|说|批|定了|讲|联系|商量|通过|打电话|电话|约好|对接好|沟通|们的)")


def _is_talk(text: str, found: Found, kinds: Tokens) -> bool:
    """我和王处说一下, 向张处、李处汇报: people are named, nobody rides."""
    inside = kinds[found.first : found.last + 1]
    if found.mark.rule not in ("company", "pair") or any(token.kind in COUNTS for token in inside):
        return False
    if TALK_AFTER.match(text, found.mark.end):
        return True
    return (
        all(token.kind != "me" for token in inside)
        and TALK_BEFORE.search(text[max(0, found.mark.start - NEAR) : found.mark.start]) is not None
    )


NEGATED = re.compile(r"(?:不是|并非|不止|没有|不只|从|由原来|原来|原定|本来)$")
TAKEN_BACK = re.compile(
    r"(?:不对|错了|说错|哦?不，|改[成到为]?|变[成为]?|换成|减[到至为]|加[到至为]|增[到至]|太多|太少)"
)


def _chosen(text: str, kinds: Tokens, parties: list[Found], steps: list[Found]) -> Found:
    """The one that holds: not one taken back, the last after a correction, a stated total before parts."""
    firm = [p for p in parties if not _is_part(p, kinds)] or parties
    if len(firm) > 1:
        firm = [p for p in firm if not _denied(text, p, firm)] or firm
    if len(firm) == 1:
        return firm[0]
    between = kinds[firm[0].last + 1 : firm[-1].first]
    gone_since = any(firm[0].last < s.first < firm[-1].first and s.mark.rule == "stays_away" for s in steps)
    if gone_since or any(token.kind == "wrong" for token in between):
        return firm[-1]
    return next((p for p in firm if p.mark.kind == "total"), None) or _summed_up(firm)


def _is_part(found: Found, kinds: Tokens) -> bool:
    """12人，其中专家3人; 9人，含领导2人."""
    if found.mark.kind == "total":
        return False
    before = found.first - 1
    while before >= 0 and kinds[before].kind in ("role", "own"):
        before -= 1
    return before >= 0 and kinds[before].kind in ("among", "incl")


def _denied(text: str, found: Found, all_found: list[Found]) -> bool:
    is_last = found is all_found[-1]
    return not is_last and (
        NEGATED.search(text[max(0, found.mark.start - NEAR) : found.mark.start]) is not None
        or TAKEN_BACK.match(text, found.mark.end) is not None
    )


def _summed_up(parties: list[Found]) -> Found:
    """三男一女四个, 处里2人…局里1人…3人: a last count that is the sum of all before it; else the first."""
    before = sum(p.mark.value for p in parties[:-1])
    return parties[-1] if parties[-1].mark.value == before else parties[0]


def _people(scene: Scene, found: Found, kinds: Tokens, steps: list[Found]) -> None:
    count = found.mark.value
    if count != VAGUE and found.mark.kind != "total":
        count = max(count + sum(step.mark.value for step in steps), 1 if count > 0 else 0)
    people(scene, count, found.mark)
    stretch = kinds[found.first : found.last + 1]
    if "passengers" not in scene.slots:
        return
    if any(token.rough for token in stretch):
        scene.doubt("passengers", "approximate", (count,))
    if found.mark.rule in ("company", "pair") and not any(token.kind in (*COUNTS, "me") for token in stretch):
        scene.infer("passengers")


def _cleared(scene: Scene) -> bool:
    """人数先清掉"""
    found = CLEARED.search(scene.text) if scene.state.get("passengers") else None
    if found:
        scene.put("passengers", None, found.start(), found.end(), "count_cleared")
    return found is not None


def _answered(scene: Scene, kinds: Tokens) -> bool:
    """Asked how many: 六, 张处, 我 alone are answers."""
    said = [token for token in kinds if token.kind not in ("comma", "is", "inside")]
    if scene.asked != "passengers" or len(said) != 1 or said[0].kind not in ("bare", "name", "me", "him"):
        return False
    value = said[0].value if said[0].kind == "bare" else 1
    people(scene, value, Mark(said[0].start, said[0].end, value, "bare_answer"))
    if said[0].rough and "passengers" in scene.slots:
        scene.doubt("passengers", "approximate", (value,))
    return True


def _steps(scene: Scene, steps: list[Mark]) -> None:
    was = scene.state.get("passengers")
    if not isinstance(was, int):
        steps = [m for m in steps if m.kind == "step" and m.rule != "swapped"]
    counted_ones = [m for m in steps if m.rule in ("party_step", "head_count_step")]
    step = sum(m.value for m in counted_ones or steps)  # 少一个，小周不去了: one and the same.
    if steps and isinstance(was, int):
        if step:
            scene.take("passengers", steps[0], max(1, was + step))
    elif steps:
        scene.flags.add("party_step")
        scene.steps.append({"slot": "passengers", "candidates": [], "why": "relative", "step": step})


__all__ = ["ALONE", "PARTY", "TITLE", "VEHICLE", "people", "read"]
