"""Digits that belong to a place and are neither hours, dates nor heads: 3号楼, 五一路12号, 第三人民医院, 三井街道, 二院.

Six reasons, each a rule: what bears the number (nlu/words/numbered.py) stands around it, or the dictionary knows the
word.  What they find is hidden from the rules of times and heads.  Names the lexicon knows are hidden by the caller.
"""

import re
from datetime import UTC, datetime
from string import ascii_letters, digits

from nlu import cut
from nlu.days import NAMES as FEASTS
from nlu.rule import Mark, Rule, Rules, Scope
from nlu.words import numbered

COVER = "\ue010"
H = "一二三四五六七八九十百"
N = rf"(?:\d{{1,4}}|[{H}零]{{1,5}})"
START = rf"(?:(?<![\d{H}第周初期拜])|(?<=[周期拜初][{H}]))"
NAMELESS = frozenset(numbered.COUNTING + numbered.MOVES)


def _any(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


def _first(words: str) -> str:
    """The characters with which the words begin."""
    return "".join(word[0] for word in words.split())


def _words(found: re.Match[str], scope: Scope) -> str:
    return found.group()


RULES: tuple[Rule, ...] = (
    Rule("numbered_part", rf"(?:[A-Za-z]\d{{0,2}})?(?<!\d){N}[号#](?:{_any(numbered.NUMBERED)})|\d{{1,4}}#", _words, hint="号#",
         says=(("去3号楼", "3号楼"), ("市府1号楼203会议室", "1号楼"), ("12号线", "12号线"), ("2号门", "2号门"), ("10号线施工点", "10号线")), silent=("3号去", "12号9点", "15号会上")),
    Rule("built_part", rf"(?<![\d点:.])[A-Za-z]?{N}(?!{_any(numbered.NOT_BUILT)})(?:{_any(numbered.BUILT)})(?![{H}\d]+[人个位]|面|级)|(?:负|地下){N}[层楼]", _words, hint=_first(numbered.BUILT), also=digits + H + "零",
         says=(("三楼会议室", "三楼"), ("312国道", "312国道"), ("203会议室", "203会议室"), ("3栋楼下", "3栋"), ("地下二层", "地下二层")), silent=("8点到", "五个人", "十一月")),
    Rule("lettered_part", r"[A-Za-z]\d?(?:座|栋|幢|区|馆)(?!机)|(?<![A-Za-z\d])[TtBb][1-9]\d?(?:航站楼|航|楼|层|出口)?(?![\dA-Za-z次])|地铁\d{1,2}", _words, hint=ascii_letters + "铁",
         says=(("国际大厦B座等", "B座"), ("T2航站楼接", "T2航站楼"), ("虹桥T2，", "T2")), silent=("T110次", "T7786")),
    Rule("number_in_road", rf"(?<=[{numbered.ROADS}]){N}(?:-\d{{1,4}})?号(?:院|大院)?(?:{N}[楼栋幢室层])?|(?<=[{numbered.ROADS}])\d{{1,5}}弄(?:\d{{1,4}}号)?", _words, hint="号弄",
         says=(("五一路12号", "12号"), ("三堡街86弄9号", "86弄9号"), ("北京路88号", "88号")), silent=("12号去", "人民路12点")),
    Rule("ordinal_institution", rf"第{N}(?={_any(numbered.INSTITUTIONS)})(?:人民)?|第{N}(?:届|批|期|标段)", _words, hint="第",
         says=(("第三人民医院", "第三人民"), ("市第一中学", "第一"), ("第二实验小学", "第二")), silent=("第二天", "第三个", "第二单", "元旦第二天")),
    Rule("short_institution", rf"{START}(?<![两大小男女])[{H}]{{1,3}}(?:{_any(numbered.SHORT)})(?={_any(numbered.AFTER_SHORT)}|[，。 、\ue000]|$)|{START}[{H}](?={_any(numbered.INSTITUTIONS)})(?!中[午心]|小时|会议)(?:人民)?", _words, hint=H, also=_first(numbered.SHORT + numbered.INSTITUTIONS),
         says=(("去二院", "二院"), ("市一中考点", "一中"), ("去十九冶", "十九冶"), ("二附院急诊", "二附院"), ("市一人民医院", "一人民")), silent=("八点", "两大一小", "一小时", "3个", "一个小学生")),
    Rule("glued_name", rf"{START}[{H}]{{1,4}}(?![{''.join(sorted(NAMELESS))}{H}])[^\W\da-zA-Z{''.join(sorted(NAMELESS))}]{{0,3}}?(?:{_any(numbered.SUFFIXES)})|(?<![\d{H}])[{H}]{{1,2}}人[巷弄坊墩桥]", _words, hint=H, also=_first(numbered.SUFFIXES) + "坊",
         says=(("三十六湾小学", "三十六湾"), ("二十里铺社区", "二十里"), ("五星街道", "五星街道"), ("七人巷", "七人巷"), ("八字桥村", "八字桥"), ("三里屯村", "三里")), silent=("三个人去人民路", "两点去解放路", "五人去新桥镇", "十日去凤凰村", "一起去村里")),
)  # fmt: skip


class DictionaryName(Rule):
    """A word of the dictionary that begins with a numeral and goes on with neither a measure nor a verb: 三井, 八佰伴."""

    def read(self, text: str, scope: Scope) -> list[Mark]:
        marks: list[Mark] = []
        for run in self.pattern.finditer(text):
            if text[run.end()] in NAMELESS:
                continue
            for end in range(min(run.end() + 3, len(text)), run.end(), -1):
                word = text[run.start() : end]
                if NAMELESS.isdisjoint(text[run.end() : end]) and cut.is_word(word):
                    if word not in FEASTS and not word.endswith("节"):  # 七夕, 五一, 六一儿童节 are days.
                        marks.append(Mark(run.start(), end, word, self.name, self.kind))
                    break
        return marks


NAMES = DictionaryName(
    "dictionary_name", rf"{START}[{H}]{{1,3}}(?=[\u4e00-\u9fa5])(?![{H}])", _words, hint=H,
    says=(("去三井开会", "三井"), ("八佰伴对面", "八佰伴"), ("去五河", "五河"), ("七宝接人", "七宝")), silent=("三人去", "一起去", "八点", "一早", "四个", "周三下午"),
)  # fmt: skip
ALL = Rules((*RULES, NAMES))
NO_SCOPE = Scope(datetime.fromtimestamp(0, UTC))


def hidden(text: str, hinted: int = 0) -> str:
    """The text with the digits of places covered; lengths stay.  hinted: see rule.read_all."""
    for rule in ALL.likely(text, hinted):
        for mark in rule.read(text, NO_SCOPE):
            text = text[: mark.start] + COVER * (mark.end - mark.start) + text[mark.end :]
    return text
