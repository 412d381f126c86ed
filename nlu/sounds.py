"""How characters sound: each is written as the first character of its class, so that names can be sought by ear.

Tones are left out; zh and z, ch and c, sh and s, n and l at the front, ng and n at the end count as one.  f and h do not.
"""

import re
from pathlib import Path

from nlu import cut

FRONT = re.compile("^(zh|ch|sh|n)")
BACK = re.compile("(?<=[aei])ng$")
FOLDED = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
# Names that are not read as their characters mostly are, written with characters that are.
READ_AS = {
    "六安": "陆安", "乐清": "月清", "蚌埠": "泵步", "歙县": "射县", "黟县": "医县", "枞阳": "宗阳", "涡阳": "郭阳", "砀山": "荡山", "颍上": "影上",
    "丽水": "离水", "盱眙": "需移", "邗江": "寒江", "睢宁": "随宁", "台州": "胎州", "嵊州": "胜州", "鄞州": "银州", "濉溪": "虽溪", "铅山": "沿山",
}  # fmt: skip
# Characters that carry the sentence: never taken for a slip in a name.
CARRYING = frozenset(
    "一二三四五六七八九十百千两零几半点时分号日月年周天早晚上下午中前后今明个人位辆台车去到从在往回来送接要派用坐是有不没了的吗呢吧啊我你他她它您咱们这那哪就都也还再先和跟与及或把被给请远近快慢好坏对错多少难贵"
)
SLIPS_MAX = 1  # Characters of a name that may be wrong; two in names of LONG_MIN.
LONG_MIN = 5
# A name of two characters is mended only behind one of these, at the head of a clause or behind a known name.
LEADING = frozenset("去到从在往回经至赴抵奔达来是成为改换对趟下过，。！？；: 、-—→~和跟与及市省县")


def _classes() -> dict[int, int]:
    found: dict[int, int] = {}
    heads: dict[str, int] = {}
    for line in (Path(__file__).parent / "data" / "sounds.txt").read_text(encoding="utf-8").splitlines():
        sound, _, chars = line.partition(" ")
        head = heads.setdefault(_folded(sound), ord(chars[0]))
        found.update((ord(char), head) for char in chars)
    return found


def _folded(sound: str) -> str:
    return BACK.sub("n", FRONT.sub(lambda front: FOLDED[front.group()], sound))


class _Heard(dict[int, int]):
    """For str.translate: a character by its sound.  Keeps the few thousand that are met, for they are at hand then."""

    def __missing__(self, code: int) -> int:
        found = CLASSES.get(code, code)
        if code < 0x10000:
            self[code] = found
        return found


CLASSES = _classes()
_HEARD = _Heard()


def heard(text: str) -> str:
    """The text by its sounds; as long as the text."""
    return text.translate(_HEARD)


def keys(name: str) -> set[str]:
    """What a name sounds like."""
    read_as = next((name.replace(bare, said) for bare, said in READ_AS.items() if name.startswith(bare)), name)
    return {heard(name), heard(read_as)}


def is_slip(text: str, start: int, name: str, *, follows_name: bool) -> bool:
    """Does the stretch at start, which sounds like the name, mean it?  Not where it is, or cuts, words of their own."""
    end = start + len(name)
    wrong = [start + at for at, char in enumerate(name) if text[start + at] != char]
    if len(wrong) > SLIPS_MAX + (len(name) >= LONG_MIN) or any(text[at] in CARRYING for at in wrong):
        return False
    if len(name) == 2 and not (follows_name or start == 0 or text[start - 1] in LEADING):
        return False
    return not cut.is_word(text[start:end]) and _stand_alone(text, start, end, wrong)


def _stand_alone(text: str, start: int, end: int, wrong: list[int]) -> bool:
    """jieba cuts no word that holds a wrong character and goes beyond the name, and none at all in a name of two."""
    at = max(start - 4, 0)
    for word in cut.words(text[at : end + 4]):
        after = at + len(word)
        is_beyond = at < start or after > end
        is_itself = (at, after) == (start, end)
        if (
            len(word) > 1
            and not is_itself
            and (
                (end - start == 2 and at < end and start < after) or (is_beyond and any(at <= w < after for w in wrong))
            )
        ):
            return False
        at = after
    return True
