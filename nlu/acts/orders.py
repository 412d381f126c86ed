"""Which of the orders shown is meant: 第二个, 前两个, 末三位018, 除第三个外, 小顾申请的那个, 明天去安吉的那单."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from nlu.acts.people import FAMILY, GIVEN, NO_NAME, PERSON, SHORT_NAME
from nlu.rules.numbers import ORDER
from nlu.scene import Scene
from nlu.text import number

ONE = r"(?:1\d|[1-9]|十[一二]?|[一二三四五六七八九])"
SOME = r"(?:[两俩二三仨四五六七八九十]|[2-9])"
UNIT = r"(?:张?单子?|[个份条张件笔趟项])"
THAT = r"(?:的|那|这|面|头|边|一){0,4}"
ALL_WORDS = r"全部|全都|所有的?|统统|一律|一概|一并|通通|悉数|整批|这些|这批|以上|上述|每一?(?:个|单|份|条)|(?<![首成])都(?=[同批准通过驳退打不否拒行可没先压放缓ok]|给|我|$)|均|皆|一起(?=同意|批|通过|过|驳|退)|[这那]几[个单份条张]|(?<![完安齐健])全(?=[同批准通过驳退打不否拒])"
REST_WORDS = rf"(?:其余|其他|其它|剩下|剩余|余下|剩的|旁的|别的)(?:的|那|这){{0,2}}(?:{SOME}(?={UNIT})|几(?={UNIT}))?|另外?(?:那|的|这)*(?:{SOME}|一|几)?(?:{UNIT}|的|几)|另外(?=[都全同批驳退])|(?:后|前|上|下)[面头边](?:剩)?(?:的|那些|几(?:个|单|份|条))(?!车|人)"
THINGS = "楼层线院厂桥馆厅会岗库路街门机栋台员站码坝闸泵地病宿监检会年月日天小周次点分秒元块毛万千百公米里度岁座辆人位名%％.:：时刻课届期车队中医"
NO_DAY = "".join(f"(?<!{day})" for day in ("周", "周 ", "星期", "礼拜", "月", "月十", "月二十", "月三十"))
"""In front of a number that stands in a list: 周三那单 and 12月3号那单 name a day."""
REF = re.compile(
    rf"(?P<full>(?<![\dA-Za-z])(?:{ORDER}|[A-Za-z]{{2}}[- ]?20\d{{6}}[- ]?\d{{3,8}})(?!\d))"
    rf"|(?P<but>(?:除了?|除开|除去|除却|撇开|抛开)(?!夕|非))|(?P<outside>(?:以外|之外|除外|不算|(?<=[个单份条张\d号])外)(?!地|出|面|省|市|宾))"
    rf"|倒数第(?P<back>{ONE}){UNIT}|(?P<final>(?:最后|最末|末尾|末了|最下|最底下|末|最后头){THAT}{UNIT})|(?P<head>(?:头|最前|开头|最上|打头){THAT}{UNIT})|(?P<ends>[头首]尾{THAT}两?{UNIT}|两头(?:的|那?[两俩]?{UNIT}|(?=都|同意|批|退|驳))|一头一尾)|(?P<middle>(?:中间|当中|居中|正中){THAT}(?P<m>{SOME})?{UNIT})"
    rf"|(?:最?前|头|开头|打头|起首){THAT}(?P<first>{SOME}){UNIT}?(?!天|年|月|周|点|人|次|位|分|小时|名|辆|台|排|期|批次)|(?:最?后|末|末尾|靠后){THAT}(?P<last>{SOME})(?:{UNIT}|(?<=[俩仨]))(?!小时|月|星期|钟|年)"
    rf"|(?P<vague>一[个单份条](?=同意|批|通过|过|驳|退|不|可以|行))|(?P<rear>后(?:[面头边]那?|一){UNIT})|(?P<front>前(?:[面头边]那?|一){UNIT})|第(?P<row>{ONE}(?:[、和]?{ONE}){{1,5}}){UNIT}"
    rf"|(?:第|(?<!\d){NO_DAY})(?P<a>{ONE})(?:号|{UNIT})?(?:到|至|-|~)第?(?P<b>{ONE})(?:{UNIT}|号(?=[的单那都全同批准通过驳退不]))"
    rf"|(?<![程])第 ?(?P<nth>{ONE})(?: ?号?{UNIT}|(?![天次周年月季届期中人医小大实幼名时方产监研附种步层排条线章点部节项台]))(?:申请单?|单子|用车)?"
    rf"|(?P<count>(?:这|那|上面|以上)?{THAT}(?P<n>{SOME}){UNIT}?)(?=都|全|统统|一律|一起|一并|我?[都全]|均)|这(?P<these>[俩仨]|{SOME}{UNIT})(?!人|位|辆|里|当?中)"
    rf"|(?P<rest>{REST_WORDS})(?:{UNIT}|的)?|(?P<all>{ALL_WORDS})"
    rf"|(?:尾号|末[两二三四2-4]?位|后[两二三四2-4]位|尾数|单号|编号|订单号?|申请号|No[.。]?|#)(?:是|为|:)? ?(?P<tail>\d{{1,8}}|[零一二三四五六七八九幺]{{2,6}})(?:结尾|的|那|这){{0,2}}{UNIT}?"
    rf"|(?<![\dA-Za-z.:-])(?P<short>\d{{3,6}}|[零幺][零一二三四五六七八九幺]{{2,5}})(?:结尾|号|的|那|这){{0,3}}{UNIT}?(?![{THINGS}\d-]|批次)"
    rf"|(?<![\dA-Za-z.:-]){NO_DAY}(?P<small>\d{{1,2}}|{ONE})(?:号(?:(?:的|那|这){{0,2}}(?:{UNIT}|申请)(?:申请)?|(?=$|[、，。和跟 ]|{ONE}号|(?:的|都|我|也|就|可以|给)*(?:同意|批|准|过|通过|驳|退|打|不|否|行|可|先|能|没))(?:的(?!那|这))?)|(?:的|那|这){{1,2}}{UNIT})(?![{THINGS}]|批次)"
    rf"|(?P<chain>(?:(?<![\u4e00-\u9fa5\dA-Za-z.:])|(?<=[意准过回绝退批驳把将我那就先看])(?<![看问想停说]一))(?:{ONE}[、和及与跟，: ]{{0,3}}){{1,9}})(?P<no>号(?:{UNIT}|的)?)?(?:(?<=[一二三四五六七八九十]{{2}})[两俩三仨四]?{UNIT})?(?=(?:都|全|均|可以|我|也|给|就|能|先|暂|直接|统统|要|号)*(?:同意|批(?![次量发评件])|准(?![备时点])|过|通过|驳|退|打回|不|否|行(?=$|[，。！吧的啊])|可(?=以|$|，)|[oO][kK]|没问题|没意见|等|压|放|缓|拒|搁))"
    rf"|(?:(?<=除了)|(?<=除开)|(?<=除))(?P<left>(?:{ONE}[、和及与跟 ]{{0,3}}){{1,9}})(?:号|{UNIT})?(?![\d一二三四五六七八九十点月日天])"
    rf"|(?:(?<=[意准过回绝退批驳掉决])|(?<=[批准退驳过否毙]了))(?P<tails> ?(?:{ONE}[、和及与跟， ]{{0,3}}){{1,9}})号?(?=$|[ ，。！；]|理由|原因|因为|其)"
)
NUMBERS = re.compile(ONE)
APPLICANT = re.compile(
    rf"(?<![去到往赴回从在接送])(?P<who>{SHORT_NAME}|{NO_NAME}{FAMILY}(?:{GIVEN}){{1,2}}?)(?:同志)?(?:他们|那边)?(?:刚|今天)?(?:申请|提交|提|报送|报|递|要|订|约|填|发|送|交|打)?(?:上来|过来|来|过|了)?"
    rf"(?:(?:的|那|这)(?:那|这)?(?:一)?(?:申请单?|单子?|用车|派车单?|预约|行程|{UNIT})(?:申请|单子?)?|的(?=[同批准通过驳退打不否拒行可没先压放缓，。 ]|我|都|也|$))"
)
"""An applicant is named with what is the applicant's: the order, or nothing but 的."""
PHRASE = re.compile(
    rf"(?:的)?(?:那|这)(?:一)?(?:{UNIT}|次|班|台|辆)(?:车|申请|单子?|用车|行程)?|的(?:申请|单子?|用车|派车单?|行程|预约|订单)|的(?=(?:我|都|也|就)?(?:同意|批|准|通过|驳|退|打回|不|否|行|可以|没问题|先|压|放|缓)|$)"
)
COUNTED = re.compile(rf"[这那]?(?:{SOME}{UNIT}|[俩仨])(?=$|[，。！ ]|都|全|我|同意|批|通过|过|驳|退|打|不|可以|行|先)")
PHRASE_GAP = 8
"""Characters at most between the last thing said of an order and 那个: 明天去安吉开会的那个."""
DESCRIBES = ("depart_at", "destination", "vehicle_type")


class Ref(NamedTuple):
    """Orders named.  sort: some, all, rest, but (除), outside (以外), lost (named, but none of those shown), target."""

    start: int
    end: int
    sort: str
    orders: tuple[str, ...] = ()
    target: dict[str, Any] = {}


def find(scene: Scene) -> list[Ref]:
    """The orders named in the sentence, in their order, none overlapping."""
    found = [*_numbered(scene.text, scene.pending)]
    for ref in _described(scene):
        if not any(ref.start < other.end and other.start < ref.end for other in found):
            found.append(ref)
    return [_with_count(scene.text, ref) for ref in sorted(found, key=lambda ref: ref.start)]


def _with_count(text: str, ref: Ref) -> Ref:
    """0007、0012两单: how many they are belongs to the last of them."""
    behind = COUNTED.match(text, ref.end) if ref.sort == "some" else None
    return ref._replace(end=behind.end()) if behind else ref


def target(scene: Scene) -> dict[str, Any]:
    """The one order that the sentence names; empty when it names none, or several."""
    ref = one(find(scene))
    return {} if ref is None else ref.target or {"order_no": ref.orders[0]}


def aim(scene: Scene, refs: Sequence[Ref] | None = None) -> None:
    """Put the one order that is named, where it is named."""
    ref = one(find(scene) if refs is None else refs)
    if ref is not None:
        put(scene, "target", ref.target or {"order_no": ref.orders[0]}, [ref])


def put(scene: Scene, slot: str, value: Any, refs: Sequence[Ref]) -> None:
    """A slot that the orders named fill, from the first of them to the last."""
    start, end = (refs[0].start, refs[-1].end) if refs else (0, len(scene.text))
    scene.put(slot, value, start, end, "orders_named")


def one(refs: Sequence[Ref]) -> Ref | None:
    """The only order named; None when there is none, or several are."""
    named = [ref for ref in refs if ref.sort in ("some", "target")]
    return named[0] if len(named) == 1 and len(named[0].orders) < 2 else None


def resolve(words: str, pending: Sequence[str], scope: object = None) -> str | None:
    """A bare answer: 第二个, 2, 008 among the orders shown."""
    found = re.fullmatch(rf"(?:选|就|要|看)?第?(?P<n>{ONE})(?:{UNIT}|号)?", words)
    place = (number(found["n"]) or 0) - 1 if found else -1
    if 0 <= place < len(pending):
        return pending[place]
    if re.fullmatch(r"\d{3,}|[A-Za-z]{2}[-\d ]+", words):
        tail = _with_tail(re.sub(r"\D", "", words), pending)
        return tail[0] if len(tail) == 1 else None
    refs = _numbered(words, tuple(pending))
    ref = next(refs, None)
    if ref is None or ref.start or ref.end != len(words) or len(ref.orders) != 1 or ref.sort != "some":
        return None
    return ref.orders[0]


def _numbered(text: str, pending: Sequence[str]) -> Iterator[Ref]:
    for found in REF.finditer(text):
        ref = _ref(found, pending)
        if ref is not None:
            yield ref


def _ref(found: re.Match[str], pending: Sequence[str]) -> Ref | None:
    said = {name: words for name, words in found.groupdict().items() if words is not None}
    start, end = found.start(), found.start() + len(found.group().rstrip("、，和及与跟: "))
    for sort in ("but", "outside", "rest", "all"):
        if sort in said:
            return Ref(start, end, sort)
    orders = _orders(said, pending)
    if orders is None:
        return None
    return Ref(start, end, "some" if orders else "lost", tuple(orders))


def _orders(said: dict[str, str], pending: Sequence[str]) -> Sequence[str] | None:
    """The orders meant; empty: none of those shown; None: no order is meant at all."""
    size = len(pending)
    if "full" in said:
        return _with_tail(re.sub(r"\D", "", said["full"]), pending) or [said["full"].upper().replace(" ", "")]
    if "final" in said:
        return pending[-1:]
    if "head" in said:
        return pending[:1]
    if "vague" in said:
        return []
    if "rear" in said or "front" in said:
        return pending[:1] if "front" in said and size == 2 else pending[-1:] if size == 2 else []
    if "ends" in said:
        return [pending[0], pending[-1]] if size > 1 else []
    if "middle" in said:
        return _middle(number(said.get("m", "1")) or 1, pending)
    if "first" in said:
        return pending[:n] if (n := number(said["first"]) or 0) <= size else []
    if "last" in said:
        return pending[-n:] if (n := number(said["last"]) or 0) <= size else []
    if "n" in said or "these" in said:
        count = number((said.get("n") or said["these"])[0])
        return pending if count == size else [] if size else None
    if "b" in said:
        first, last = number(said["a"]) or 0, number(said["b"]) or 0
        return pending[first - 1 : last] if 0 < first < last <= size else []
    if "back" in said or "nth" in said:
        place = number(said.get("back") or said["nth"]) or 0
        return ([pending[-place]] if "back" in said else [pending[place - 1]]) if 0 < place <= size else []
    return _by_number(said, pending)


def _by_number(said: dict[str, str], pending: Sequence[str]) -> Sequence[str] | None:
    if "tail" in said:
        digits = _digits(said["tail"])
        return _only(_with_tail(digits, pending)) if len(digits) > 2 else _small(digits, pending) or []
    if "short" in said:
        tail = _with_tail(_digits(said["short"]), pending)
        return _only(tail) if tail or (pending and said["short"].startswith("0")) else None
    if "small" in said:
        return _small(said["small"], pending)
    places = [
        number(word) or 0
        for word in NUMBERS.findall(said.get("row") or said.get("left") or said.get("chain") or said["tails"])
    ]
    if not pending:
        return None
    if "no" in said or any(place > len(pending) for place in places):
        named = [_small(str(place), pending) or [] for place in places]
        return [order for orders in named for order in orders] if all(named) else []
    return [pending[place - 1] for place in places]


def _small(words: str, pending: Sequence[str]) -> Sequence[str] | None:
    """18那单 ends with 18, 2号 is the second or the one numbered 2; where these are two orders, none is meant for sure."""
    value = number(words) or 0
    serial = [order for order in pending if _serial(order) == value]
    if not serial and len(words) > 1 and words.isdigit():
        serial = list(_with_tail(words, pending))
    placed = [pending[value - 1]] if 0 < value <= len(pending) else []
    both = list(dict.fromkeys((*serial, *placed)))
    return both if len(both) == 1 else [] if both else None


def _serial(order: str) -> int:
    digits = re.sub(r"\D", "", order)
    return int(digits[8:] or digits or 0)


def _digits(words: str) -> str:
    return "".join(c if c.isdigit() and c.isascii() else str(number(c.replace("幺", "一")) or 0) for c in words)


def _with_tail(digits: str, pending: Sequence[str]) -> Sequence[str]:
    return [order for order in pending if digits and re.sub(r"\D", "", order).endswith(digits)]


def _only(orders: Sequence[str]) -> Sequence[str]:
    return orders if len(orders) == 1 else []


def _middle(count: int, pending: Sequence[str]) -> Sequence[str]:
    around, odd = divmod(len(pending) - count, 2)
    return pending[around : around + count] if around > 0 and not odd else []


def _described(scene: Scene) -> Iterator[Ref]:
    """小顾申请的那个; 明天去安吉的那单, from the slots read just before it."""
    said = sorted(
        (span.start, span.end, slot) for slot, span in scene.spans.items() if slot in DESCRIBES and slot in scene.slots
    )
    for found in APPLICANT.finditer(scene.text):
        start, end = scene.source.span(*found.span("who"))
        if not any(start < last and first < end for first, last, _ in said):
            yield Ref(*found.span(), "target", (), {"applicant": found["who"]})
    if not said:
        return
    for found in PHRASE.finditer(scene.text):
        ref = _phrase(scene, found, said)
        if ref is not None:
            yield ref
            return


def _phrase(scene: Scene, found: re.Match[str], said: list[tuple[int, int, str]]) -> Ref | None:
    at = scene.source.at
    clause = max(scene.text.rfind(stop, 0, found.start()) for stop in "，。；！") + 1
    first = at[clause] if clause < len(at) else 0
    here = at[found.start()]
    before = [part for part in said if part[0] >= first and part[1] <= here]
    if not before or here - before[-1][1] > PHRASE_GAP:
        return None
    start = next(index for index, place in enumerate(at) if place >= before[0][0])
    value = {slot: scene.slots[slot] for _, _, slot in before}
    first = max(clause, start - _lead(scene.text[clause:start]))
    who = PERSON.fullmatch(scene.text, clause, first)
    if who is not None:  # 景科员去太湖县那单
        return Ref(clause, found.end(), "target", (), {"applicant": who.group(), **value})
    return Ref(first, found.end(), "target", (), value)


def _lead(words: str) -> int:
    """去 before 安吉 belongs to the phrase."""
    found = re.search(r"(?:要|想|准备)?(?:去|到|往|赴|前往)$", words)
    return len(found.group()) if found else 0
