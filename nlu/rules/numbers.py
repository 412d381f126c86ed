"""Numbers that are neither times nor counts: plates, orders, phones, letters, trains and flights."""

import re
from string import ascii_letters, digits

from nlu.numerals import number
from nlu.rule import Mark, Rule, Rules, Scope, read_all
from nlu.rules import place_digits
from nlu.scene import Scene
from nlu.words.airlines import AIRLINES
from nlu.words.airlines import NAMES as AIRLINE_NAMES

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DOT = r"[·.\- ]?"
PLATE = (
    rf"(?:[{PROVINCES}][A-Za-z]" + _DOT + r"(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{4,5}[A-Za-z0-9挂警学港澳]"
    rf"|WJ[{PROVINCES}]?" + _DOT + r"\d{4,5}[A-Z]?)(?![A-Za-z0-9])"
)
ORDER = r"(?:YC|PC|yc|pc|Yc)?20\d{6}-?\d{3,8}|(?:YC|PC|yc|pc)-?\d[\d-]{3,}"
SPOKEN_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {
    "幺": "1",
    "洞": "0",
    "拐": "7",
    "两": "2",
    "〇": "0",
}
S = "".join(SPOKEN_DIGITS)
LEAD = re.compile(
    r".*(?:公函|函号|文号|文件号|编号|来函|函件|公文|函|号码|是|为|:|凭|见|附|按|根据|依据|依|持|带|这是|发了|发来|有|据)(?=[\u4e00-\u9fa5]{2})"
)


def _plate(found: re.Match[str], scope: Scope) -> str:
    return re.sub(r"[.\- ]", "·", found.group().upper(), count=1)


def _word(found: re.Match[str], scope: Scope) -> str:
    return found.group()


def _upper(found: re.Match[str], scope: Scope) -> str:
    return found.group().upper()


def _digits(found: re.Match[str], scope: Scope) -> str:
    said = "".join(SPOKEN_DIGITS.get(char, char) for char in found.group())
    return re.sub(r"\D", "", said)[-11:]


def _letter(found: re.Match[str], scope: Scope) -> str:
    """The office's short name and the number, without what introduces them: 公函号为锡水函〔2026〕88号."""
    office = found["office"]
    lead = LEAD.match(office)
    return re.sub(r"\s", "", found.group()[lead.end() if lead else 0 :])


def _spoken_letter(found: re.Match[str], scope: Scope) -> str | None:
    """宁建函二零二七一百零三号: said without its brackets."""
    year, said = (_figures(found[group]) for group in ("year", "number"))
    lead = LEAD.match(found["office"])
    return f"{found['office'][lead.end() if lead else 0 :]}〔{year}〕{said}号" if said else None


def _figures(said: str) -> str:
    """二零二七 by its digits, 一百零三 by its value."""
    if {"十", "百", "千"}.isdisjoint(said):
        return "".join(SPOKEN_DIGITS.get(char, char) for char in said)
    return str(number(said) or "")


def _train(found: re.Match[str], scope: Scope) -> str | None:
    letter, run = found["letter"], "".join(SPOKEN_DIGITS.get(char, char) for char in found["digits"])
    if not run.isdigit() or int(run) == 0:
        return None
    is_sure = bool(found["rides"] or found["run"])
    if len(run) < (3 if letter in "GDCKTZSY" else 2) and not is_sure:
        return None  # G42 is a motorway, K3 a bus, S1 a metro line.
    return letter.upper() + run


def _flight(found: re.Match[str], scope: Scope) -> str | None:
    code = AIRLINE_NAMES.get(found["name"] or "") or (found["code"] or "").upper()
    return code + "".join(SPOKEN_DIGITS.get(char, char) for char in found["digits"]) if code in AIRLINES else None


class Whole(Rule):
    """A Rule whose mark is the stretch named n, not the words around it."""

    def read(self, text: str, scope: Scope) -> list[Mark]:
        found = ((found.span("n"), self.build(found, scope)) for found in self.pattern.finditer(text))
        return [Mark(*span, value, self.name, self.kind) for span, value in found if value is not None]


RIDES = "坐|乘|乘坐|车次号?(?:是|为|:)?|高铁|动车|列车|火车|城际|赶|改签?(?:成|到|为|了)?|换(?:成|到|乘)?|订了?|买了?|接|送|次是|的"
NUMBERS = Rules((
    Rule("plate_number", PLATE, _plate, kind="plate", hint=PROVINCES + "W", says=(("派苏D·0A123 去接", "苏D·0A123"), ("苏B12345车在哪", "苏B12345"), ("浙a-f2071", "浙A·F2071"), ("苏AD12345", "苏AD12345"), ("苏A1234警", "苏A1234警"), ("皖B D08812", "皖B·D08812")),
         silent=("苏州三个人", "川A座", "新G7123次")),
    Rule("order_no", ORDER, _upper, hint=digits, also="2YPyp", says=(("撤回20261120012", "20261120012"), ("取消YC20261123-0007", "YC20261123-0007")), silent=("2026-12-04 9:00", "13600001234")),
    Rule("phone", rf"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){{8}}(?![\d-])|(?<![{S}])[一幺][{S}]{{10}}(?![{S}十百])", _digits, hint="1一幺",
         says=(("联系人电话13600001234", "13600001234"), ("138 0000 1234", "13800001234"), ("138-0000-1234", "13800001234"), ("+86 13800001234", "13800001234"), ("幺三八零零零零幺二三四", "13800001234"), ("139 00 00 12 34", "13900001234")),
         silent=("20261123007", "里程12345678", "138元")),
    Rule("landline", r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}(?:-\d{1,5})?(?!\d)|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)", _word, kind="phone", hint="048", says=(("电话0519-85680000", "0519-85680000"),), silent=("08:30", "0830", "20261123007")),
    Rule("letter_no", r"(?P<office>[\u4e00-\u9fa5]{1,14})\s?[〔\[(【〈<《{]\s?(?:20)?\d\d\s?[〕\])】〉>》}]\s?第?\s?\d{1,5}\s?号", _letter, hint="〔[(【〈<《{",
         says=(("公函锡水函〔2026〕88号", "锡水函〔2026〕88号"), ("函号是 泰环办函(2026)5号", "泰环办函(2026)5号"), ("来函苏水管〔2026〕3号", "苏水管〔2026〕3号"), ("常政发【2026】第12号", "常政发【2026】第12号"), ("附公函锡水函〔2026〕 88 号", "锡水函〔2026〕88号")), silent=("2026年88号", "3号楼(2026)")),
    Rule("spoken_letter", rf"(?P<office>[\u4e00-\u9fa5]{{1,12}}[函发字])(?:括号|方括号)?(?P<year>二零[二三][{S}]|20[23]\d)(?:(?:反?括号)?第?|[ ，])(?P<number>(?<!\d)\d{{1,4}}|[{S}十百千]{{1,7}})号", _spoken_letter, kind="letter_no", hint="函发字", also="号",
         says=(("公函上写的是宁建函二零二七一百零三号", "宁建函〔2027〕103号"), ("函号锡水函二零二六八十八号", "锡水函〔2026〕88号"), ("苏水发括号二零二六括号第五号", "苏水发〔2026〕5号"), ("常政发2026第12号", "常政发〔2026〕12号")), silent=("出发2026年12号", "下发二零二六年五号文件", "发二零二六号")),
    Whole("train", rf"(?P<rides>{RIDES})?\s?(?P<n>(?:(?<![A-Za-z0-9])|(?<=\d:\d\d))(?:(?P<letter>[GDCKTZSYgdckt])[ -]?(?P<digits>\d{{1,4}}|[{S}]{{2,4}}(?![十点号月]))(?:/\d{{1,4}})?(?P<run>次列车|次|列车)?))(?![\dA-Za-z元块%]|国道|省道|县道|高速|公路|[路街]|号?[楼栋幢座室厅口线门馆区]|[·.:]\d|航站)",
          _train, kind="train_or_flight", hint="GDCKTZSYgdckt",
          says=(("G7123次到站后接", "G7123"), ("坐D5501到江阴站", "D5501"), ("车次 g7123", "G7123"), ("坐G32去", "G32"), ("K8365次", "K8365"), ("送我去常州站，S5次列车", "S5"), ("G 7123 到站", "G7123"), ("坐G七一二三", "G7123"), ("D5501/4次", "D5501"), ("16:00G7123", "G7123")),
          silent=("G42高速", "T2航站楼", "3号楼", "走G42", "G312国道", "B1层", "S1线", "C3楼", "K1路")),
    Whole("plain_train", r"(?<![A-Za-z\d])(?P<n>(?P<digits>\d{4})次(?:列车)?)(?!\d)", lambda found, scope: found["digits"], kind="train_or_flight", hint="次", says=(("坐1462次到镇江", "1462"),), silent=("3次", "20次")),
    Whole("flight", rf"(?<![A-Za-z0-9])(?P<n>(?:(?P<code>[A-Za-z]{{2}}|[A-Za-z]\d|\d[A-Za-z])|(?P<name>{'|'.join(AIRLINE_NAMES)})(?:航空)?的?)[ -]?(?P<digits>\d{{3,4}}|[{S}]{{3,4}}(?![十点号月{S}]))(?:次|航班)?)(?![\dA-Za-z元])", _flight,
          kind="train_or_flight", hint=digits + S, also=ascii_letters + "".join(name[0] for name in AIRLINE_NAMES), says=(("接机 FM9106", "FM9106"), ("MU2845", "MU2845"), ("mu 2845", "MU2845"), ("3U8941次航班", "3U8941"), ("9C-8823", "9C8823"), ("东航2845航班", "MU2845"), ("航班MU五幺幺七", "MU5117")), silent=("YC20261123-0007", "GL8", "AB1234", "PC2026")),
))  # fmt: skip


def read(scene: Scene) -> None:
    """Ids are slots and hidden; of several of one kind the last after a correction, else the first."""
    marks = read_all(NUMBERS, scene.text, scene.scope, scene.source.hints)
    for mark in marks:
        earlier = [m for m in marks if m.kind == mark.kind and m.start < mark.start]
        if mark.kind not in scene.slots or CORRECTS.search(scene.text[earlier[-1].end : mark.start]):
            scene.take(mark.kind, mark)
        scene.cover(mark.start, mark.end)


CORRECTS = re.compile(r"不对|不是|改[成为到签]?|换[成到]?|错了|应该是|更正")


def without_place_digits(text: str, hinted: int = 0) -> str:
    return place_digits.hidden(text, hinted)


__all__ = ["NUMBERS", "ORDER", "PLATE", "read", "without_place_digits"]
