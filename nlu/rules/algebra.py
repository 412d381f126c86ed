"""The algebra of heads: productions over the tokens of heads.py, each with what its stretch is worth.

heads = explicit people + the speaker + named people + those brought along - the driver.  A production is a pattern of
kinds (`me and name`) and a function that adds its stretch up.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from nlu.rule import Mark, Rule, Scope, always
from nlu.rules.counts import COUNTS, VAGUE, Token
from nlu.rules.heads import LETTERS, letters, tokens

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
    "unjoined": "(?<![KPMHCNGi])(?<![KPMHCNG],)",  # nobody stands right before
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
    first = next((token.value for token in found if token.kind in COUNTS), 0)
    if (
        found[0].kind == "count"
        and all_numbers(found) == 2 * first
        and len([token for token in found if token.kind in COUNTS]) > 2
    ):
        return first  # 五个人(我们3个+他们2个)
    if any(
        (a.kind, b.kind, c.human) == ("comma", "near", False)
        for a, b, c in zip(found, found[1:], found[2:], strict=False)
    ):
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


def both_but_driver(found: Tokens) -> int:
    """3+1（1为司机）"""
    return sum([token.value for token in found if token.kind in COUNTS][:2]) - 1


def fellows(found: Tokens) -> int | None:
    """同行：苗青、石头: those and whoever goes with them."""
    company = added([token._replace(kind="and") if token.kind == "comma" else token for token in found])
    return None if company is None else company + 1


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
GUEST = "(ours (me | him | (role | name | couple | them | us){0,3} count | group | (name | role){1,3} couple? | couple | chauffeur))"
PARTY: tuple[Shape, ...] = (
    Shape("sum_with_driver", "number plus number comma? (near | number)? (incl | is)? chauffeur", both_but_driver, needs="chauffeur", says=(("3+1（1为司机）", 3), ("三加一，含司机", 3)), silent=("3+1",)),
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
    Shape("label_and_more", "(label | fellows) link number (comma? plus (role | own)? people){1,3}", all_numbers, kind="total", needs="plus", says=(("一行四人+翻译一名", 5),), silent=("一行四人",)),
    Shape("party_label", "(label comma? | total | fellows) link (bare to)? number | role is? bare | to people", counted, kind="total",
               needs="label total to role fellows", says=(("人数4", 4), ("乘车人数：3", 3), ("人数改成四十个", 40), ("共六", 6), ("一行12位", 12), ("人减到三个", 3), ("总共是五个人", 5), ("随行：3", 3)), silent=("共3天", "一共两辆", "共青团", "改成8点")),
    Shape("fellows", "fellows of (name | role) ((and | comma | plus) (name | role)){0,9}", fellows, needs="fellows", says=(("同行：苗青、石头", 3), ("同车的有曲科长、章会计", 3)), silent=("同行3人",)),
    Shape("fetched", "fetch bare", counted, needs="fetch", says=(("常州北站 接2 去局里", 2),), silent=("接2号楼的人", "送3楼")),
    Shape("swapped", "name to name | name leaves comma? (to | is | plus)? name", nobody, kind="step", needs="name", says=(("小王换成小李", 0),), silent=("小王不去了",)),
    Shape("also_goes", "(own plus)? (ours (name | role) join){0,9} (name | role | people | (name | role) them people) also", come, kind="step", needs="also", says=(("李工也去", 1), ("张处和小王也去", 2), ("还有两个人也去", 2), ("办公室还有两位也要去", 2), ("小王他们两个也一起", 2)), silent=("也行", "我也去", "我们也去")),
    Shape("stays_away", "(ours name join){0,9} (name | people) leaves | (ours name join){0,9} name less | less name", gone, kind="step", needs="leaves less", says=(("小王不去了", -1), ("张处和李工去不了", -2), ("有两个人不去了", -2)), silent=("不去了", "我不去了")),
    Shape("joins", "unjoined (plus | bring | more) ours name (join name){0,9}", come, kind="named_step", needs="name", says=(("再加上李工", 1), ("带上小王和小李", 2)), silent=("带上材料",)),
    Shape("company", f"{GUEST} (join {GUEST}){{1,9}} count? | {PARTY_OF} (comma? (role | own | us | near) people | comma? group){{1,9}} (join {GUEST}){{0,3}} count?",
          company,
               needs="and plus bring role group own us near", says=(("我带三个同事，明天9点", 4), ("我和两位专家", 3), ("局长带两个科员", 3), ("我跟老王，下午2点", 2), ("我和张处、李科", 3), ("处长和我，周三14:00", 2), ("张处、李科和我", 3), ("我和小王两个人", 2),
                     ("领导两位、秘书一位，另带翻译一位", 4), ("领导两位随行三位", 5), ("我和我们陈主任", 2), ("王局带我们科三个人", 4), ("三个人，再加两个", 5), ("三个人加我", 4), ("我和王教授夫妇", 3), ("我们办公室仨，再加信息中心俩", 5)),
               silent=("我带材料", "接我和行李", "专家和领导", "我和平路")),
    Shape("pair", "(name | role) couple", pair, needs="couple", says=(("接王教授夫妇", 2),), silent=("夫妇",)),
    Shape("party_step", "(plus | more) (own | is){0,3} people | less people", signed, kind="step",
               needs="plus more less", says=(("再多两个人", 2), ("少一个", -1), ("再加一个人", 1), ("减两位", -2), ("多一个人", 1), ("加两个人", 2), ("再带一个", 1)), silent=("多少人", "加油300", "参加4人会议")),
    Shape("vague_many", "vague role?", vague, needs="vague", says=(("十几个人去溧阳", VAGUE), ("好几位领导", VAGUE)), silent=("十个人", "几个人去啊")),
    Shape("party_size", "(me | us | him | them)? ours people", counted,
               needs="count group", says=(("明早8点三人去无锡", 3), ("我们俩人去", 2), ("二十来号人", 20), ("1位专家", 1), ("5个人", 5), ("99,999人", 99999), ("四名代表", 4), ("我们三个去趟徐州", 3), ("王主任他们四个", 4), ("明天去金坛，四个", 4),
                     ("三四个人", 4), ("十五六个人", 16), ("四五十人", 50), ("两三位专家", 3), ("5-6人", 6), ("五到六个人", 6), ("3或4人", 4), ("两大一小", 3), ("三男两女", 5), ("就他一个", 1), ("叁个人", 3)),
               silent=("去八人民路", "第三人民医院", "人大会议", "2号线", "第二个", "四个小时", "两个项目", "三个点", "四个工地", "一个会", "8点到10点")),
)  # fmt: skip
