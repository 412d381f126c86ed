"""What tells who somebody is, taken out of a sentence: each piece gives way to a made-up one of its own kind.

So the sentence still says what it said of times, places and counts, and is read as before.  In doubt more is taken out
than need be.  Length stays bounded in every repetition: the patterns are linear.
"""

import re
from collections.abc import Iterable
from typing import Any

PHONE, IDENTITY, LANDLINE, MAIL = "13800000000", "110101190001010009", "010-00000000", "a@example.cn"
PLATE, LETTER = "苏A·00000", "某函〔2026〕1号"
SPELLED_PHONE = "一三八零零零零零零零零"

WIDE = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF01, 0xFF5F))} | {0x3000: " "}
HAN = "\u4e00-\u9fa5"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
BEFORE_LETTERS = "凭持附据按见带收到有的是文公"
NUMBERS = re.compile(
    rf"""
      (?P<order>(?<![A-Za-z])[YP]C\d{{8}}-\d{{4,12}})
    | (?P<mail>[A-Za-z0-9._+-]{{1,64}}@[A-Za-z0-9.-]{{1,64}})
    | (?P<plate>[{PROVINCES}][A-Za-z][·.•・\ -]?[A-Za-z0-9]{{4,6}}[挂学警港澳]?(?![A-Za-z0-9]))
    | (?P<letter>(?:(?![{BEFORE_LETTERS}])[{HAN}]){{0,6}}[〔\[(【]\ ?20\d\d\ ?[〕\])】]\ ?第?\ ?\d{{1,5}}\ ?号)
    | (?P<identity>(?<!\d)\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx](?![\dA-Za-z]))
    | (?P<phone>(?<!\d)(?:\+?86[ -]?)?1[ -]?[3-9](?:[ -]?\d){{9}}(?!\d))
    | (?P<landline>(?<!\d)0\d{{2,3}}[ -]?\d{{7,8}}(?!\d))
    | (?P<card>(?<!\d)\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?(?!\d))
    | (?P<day>(?<!\d)20\d\d[01]\d[0-3]\d\d{{0,6}}(?!\d))
    | (?P<digits>\d{{7,}})
    | (?P<spelled>[零〇一二三四五六七八九幺]{{7,}})
    """,
    re.VERBOSE,
)
MADE_UP = {"mail": MAIL, "plate": PLATE, "letter": LETTER, "identity": IDENTITY, "phone": PHONE, "landline": LANDLINE}
KEPT = ("order", "day")  # An order's number and a day in eight figures say nothing of a person.

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻窦章苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费薛雷贺倪汤"
    "殷罗毕郝邬傅卞齐康伍余顾孟黄穆萧肖尹姚邵汪祁毛狄戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅林徐邱骆高夏蔡田樊胡凌霍虞柯"
    "卢莫宗丁宣邓郁洪诸石崔吉龚程邢裴陆翁甄封储靳段焦侯宁仇甘厉戎祖武符刘景詹龙叶黎蒲赖卓乔廖曾沙丰欧白安常闫阎聂岳涂覃"
)
TITLES = (
    "副?(?:局长|处长|科长|主任|书记|市长|区长|县长|镇长|厅长|部长|院长|校长|所长|站长|队长|班长|组长|会长|主席|秘书长|总经理|经理|总监)"
    "|总工|师傅|老师|教授|博士|院士|律师|记者|医生|同志|先生|女士|小姐"
)
BEARERS = f"{TITLES}|司机|驾驶员|联系人|经办人|负责人|申请人|用车人|乘车人|乘客|领导|秘书|我叫|姓名(?:是|为|:)?"
SHORT_TITLES = "[局处科总工院校队所]"
NO_NAME = (
    "林业|马上|周[一二三四五六日末天]|高[铁速新架]|金[坛湖沙]|江[阴苏宁西都]|华[东西]|苏州|宁波|黄[山桥]|石家|武[进汉]|徐州|常[州熟务]|白天|安[排全徽]"
    "|方[便向案]|任[务何]|万达|龙城|康复|严重|何时|何地|宣传|郑州|杨浦|洪泽|丰县|沙洲|吉林|许可|顾[问及]|章程|高淳"
)
NOT_GIVEN = "去到从在要将的等和与及跟请陪带也"
END = f"(?=$|[^{HAN}]|[{NOT_GIVEN}今明昨下]|电话|手机|号码|一行|后天|上午|周|星期|{BEARERS})"
GIVEN = f"(?:(?![{NOT_GIVEN}])[{HAN}])"
AFTER_TITLE = re.compile(
    rf"(?:{BEARERS})[ :,，：]?(?P<name>(?!{NO_NAME})[{SURNAMES}](?:{GIVEN}{{2}}{END}|{GIVEN}{END}|{GIVEN}{{2}}))"
)
AFTER_PHONE = re.compile(rf"(?:{PHONE}|{LANDLINE})[ :,，：(（]?(?P<name>(?!{NO_NAME})[{SURNAMES}]{GIVEN}{{1,2}}){END}")
BEFORE_PHONE = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[我找叫接送是系]))(?P<name>(?!{NO_NAME})[{SURNAMES}]{GIVEN}{{1,2}})"
    rf"(?=[ :,，：(（]?(?:的?(?:电话|手机|号码)号?(?:是|为)?)?[ :：]?(?:{PHONE}|{LANDLINE}))"
)
AFTER_ERRAND = re.compile(
    rf"(?:找|叫|联系|姓名|名叫|名字[是叫])[ :：]?一?下?"
    rf"(?P<name>(?!{NO_NAME})[{SURNAMES}](?:{GIVEN}{{2}}{END}|{GIVEN}{END}|{GIVEN}{{2}}))"
    rf"|(?:接|送)[ :：]?一?下?(?P<carried>(?!{NO_NAME})[{SURNAMES}]{GIVEN}{{1,2}}){END}"
)
BEFORE_TITLE = re.compile(rf"(?P<name>(?!{NO_NAME})[{SURNAMES}]{GIVEN}{{1,2}}?)(?={TITLES})")
NAMING = (AFTER_TITLE, BEFORE_TITLE, AFTER_PHONE, BEFORE_PHONE)
NOT_INSIDE = f"(?:(?<![{HAN}])|(?<=[我和与及跟陪同接送请让给由叫派是对随约找天早晚]))"
SURNAME_TITLE = re.compile(
    rf"(?!{NO_NAME})[{SURNAMES}](?={TITLES})"
    rf"|{NOT_INSIDE}(?!{NO_NAME})[{SURNAMES}](?={SHORT_TITLES}(?:$|[^{HAN}]|[和与及跟去到要也]|一行))"
)


def scrubbed(text: str, names: Iterable[str] = ()) -> str:
    """`text` with phones, identity numbers, plates, letters' numbers and people's names made up.

    names: those known to be some, besides those that stand by a title.  Every surname becomes 张.
    """
    text = _numbers(text)
    found = {*names, *(match["name"] for kind in NAMING for match in kind.finditer(text))}
    found |= {match["name"] or match["carried"] for match in AFTER_ERRAND.finditer(text)}
    for name in sorted(found, key=len, reverse=True):
        if len(name) > 1 and not SURNAME_TITLE.match(name):
            text = text.replace(name, "张" + "某" * (len(name) - 1))
    return SURNAME_TITLE.sub("张", text)


def scrubbed_value(value: Any, names: Iterable[str] = ()) -> Any:
    """The same for every string in a JSON value."""
    names = tuple(names)
    if isinstance(value, str):
        return scrubbed(value, names)
    if isinstance(value, dict):
        return {key: scrubbed_value(each, names) for key, each in value.items()}
    return [scrubbed_value(each, names) for each in value] if isinstance(value, list | tuple) else value


def _numbers(text: str) -> str:
    """Full-width figures are looked at as plain ones; what is left alone keeps its width."""
    parts, end = [], 0
    for found in NUMBERS.finditer(text.translate(WIDE)):
        kind = str(found.lastgroup)
        if kind not in KEPT:
            parts += [text[end : found.start()], MADE_UP.get(kind) or _run(kind, found.group())]
            end = found.end()
    return "".join([*parts, text[end:]])


def _run(kind: str, said: str) -> str:
    if kind == "spelled":
        return SPELLED_PHONE if len(said) == len(PHONE) else "零" * len(said)
    return re.sub(r"\d", "0", said)
