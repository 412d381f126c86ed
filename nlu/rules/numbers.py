"""Numbers that are neither times nor counts: phones, trains, plates, letters, orders; and digits inside places."""

import re

from nlu.rule import Rule, read_all
from nlu.scene import Scene

PLATE = r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·. ]?[A-Za-z0-9]{4,5}[A-Za-z0-9挂警]"
ORDER = r"(?:YC|PC|yc|pc|Yc)?20\d{6}-?\d{3,8}|(?:YC|PC|yc|pc)-?\d[\d-]{3,}"


def _word(found: re.Match[str], scope: object) -> str:
    return found.group()


NUMBERS: tuple[Rule, ...] = (
    Rule("plate", PLATE, lambda found, scope: found.group().upper(), says=(("派苏D·0A123 去接", "苏D·0A123"), ("苏B12345车在哪", "苏B12345")),
         silent=("苏州三个人",)),
    Rule("order_no", ORDER, lambda found, scope: found.group().upper(), hint="0123456789",
         says=(("撤回20261120012", "20261120012"), ("取消YC20261123-0007", "YC20261123-0007")), silent=("2026-12-04 9:00", "13600001234")),
    Rule("phone", r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)", lambda found, scope: re.sub(r"\D", "", found.group()), hint="1",
         says=(("联系人电话13600001234", "13600001234"), ("138 0000 1234", "13800001234")), silent=("20261123007",)),
    Rule("landline", r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)", _word, kind="phone", says=(("电话0519-85680000", "0519-85680000"),), silent=("08:30",)),
    Rule("letter_no", r"[\u4e00-\u9fa5]{1,8}[函字发办文]{1,2}[〔\[(【]20\d\d[〕\])】]第?\d{1,5}号", lambda found, scope: re.sub(r"^(?:有|带|凭|附|见)?(?:公函|函号|文号|公文|来函|函件)(?:是|为|:)?", "", found.group()), hint="〔[(【",
         says=(("公函锡水函〔2026〕88号", "锡水函〔2026〕88号"),), silent=("2026年88号",)),
    Rule("train", r"(?<![A-Za-z0-9])(?:[GDCKZSY]\d{1,4}|T\d{2,4}|[gdckt]\d{2,4})(?:次|列车)?(?![\d元A-Za-z])(?!国道|省道|高速)", lambda found, scope: re.sub(r"[次列车]", "", found.group()).upper(),
         kind="train_or_flight", says=(("G7123次到站后接", "G7123"), ("坐D5501到江阴站", "D5501")), silent=("G42高速", "T2航站楼", "3号楼")),
    Rule("flight", r"(?<![A-Za-z0-9])(?:[A-Z]{2}|[A-Z]\d|\d[A-Z]|[a-z]{2})\d{3,4}(?:次|航班)?(?![\dA-Za-z])", lambda found, scope: re.sub(r"[次航班]", "", found.group()).upper(),
         kind="train_or_flight", says=(("接机 FM9106", "FM9106"), ("MU2845", "MU2845")), silent=("YC20261123-0007", "GL8")),
)  # fmt: skip
PLACE_DIGITS = re.compile(
    r"(?<=[路街道巷弄村组园湾桥])(?:\d{1,4}|[一二三四五六七八九十]{1,3})号(?:[一二三四五六七八九\d]+[楼栋幢室])?|"
    r"[A-Za-z]?\d{1,4}(?:号|#|栋|幢|座楼)(?=[楼门线院厂桥馆厅会岗井库路街口机栋单台员仓站出码坝闸泵地病宿监检])|"
    r"[一二三四五六七八九十]{1,3}号(?=[楼门线院厂桥馆厅会岗井库路街口机栋单台员仓站出码坝闸泵地病宿监检])|"
    r"第[一二三四五六七八九十\d]{1,3}(?:人民|中学|小学|中心|实验|医院|污水|水厂|职业|幼儿|届|期|批|次|标段|工程)|"
    r"[一二三四五六七八九十两]{1,2}(?:院|中|小|医院|水厂|附院|监|建|环|道河|洋路)(?![人个])(?=[，。 去开]|$)|[Tt][1-4]航?|地铁\d{1,2}|\d{1,2}号线|[A-Z]座|"
    r"三井|八佰|五一(?:路|广场|村)|[三八七六十二九四五]{1,2}(?:里|墩|圩|房巷|牌楼|河口|联|星|阳)(?:街道|镇|乡|社区|村|广场)?|三公里外|G\d{1,3}高速|\d{3}国道|\d{3}省道|"
    r"[一二三四五六七八九十]{1,2}楼|\d{1,2}楼|[A-Za-z]?\d{3,4}(?:会议室|室)|三峡|三亚|九江|六安|五河|三门|六合|两江|三明|七宝|五角场|九亭|十堰|四平|百度|千灯|一中|二中|三中",
)


def read(scene: Scene) -> None:
    """Ids are slots and hidden; digits that belong to a place are only kept from the time and count rules."""
    for mark in read_all(NUMBERS, scene.text, scene.scope):
        if mark.kind not in scene.slots:
            scene.take(mark.kind, mark)
        scene.cover(mark.start, mark.end)


def without_place_digits(text: str) -> str:
    return PLACE_DIGITS.sub(lambda found: "\ue010" * len(found.group()), text)
