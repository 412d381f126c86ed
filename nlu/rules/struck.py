"""Words that a correction strikes out: 是三位不是两位, 不是去常熟是去常州, 哪里是去江宁啊，我说的江浦.

What is struck is read by nobody; it only tells which slot of the draft is meant.  Times keep their own way of taking
back (nlu/rules/time/repair.py), for there the words struck lend the day: 不是明天8点，是9点.
"""

import re

from nlu.rule import Rule, Rules, Scope, read_all
from nlu.scene import Scene

TIMELY = "[点时号日周月年刻]|礼拜|星期|[今明后前]天|早|晚|上午|下午|中午|现在"
GOING = "去|到|从|在|往|坐|用|要|走"
ENDING = r"[哦啊呀嘛呢吧哈啦了]*(?=$|[，。！? ])"


def _words(found: re.Match[str], scope: Scope) -> str | None:
    """The words struck, without the word of motion before them; None when they are no value."""
    words = re.sub(rf"^(?:{GOING})(?=..)", "", found["old"])
    return words if words and not UNSAID.match(words) else None


UNSAID = re.compile("不|没|说|我[这那]|这[个样]|那[个样]|因为|很|太")

RULES = Rules((
    Rule("struck_after", rf"(?:(?<=[是去到成为换])|^)(?:(?!不是)[^，。！]){{1,14}}?，?(?:而)?(?<!是)(?:不是|并非)(?P<old>[^，。！?是不\ue000-\uf8ff]{{1,12}}?){ENDING}(?!，?(?:而)?是)", _words, says=(("是三位不是两位哦", "两位"), ("应该是常州北站，不是常州站", "常州站"), ("是去江阴不是靖江", "靖江"), ("日期搞错了，是后天不是明天", "明天")), silent=("不是8点是9点", "是不是明天", "我不是这个意思", "不是不同意"), hint="非是"),
    Rule("struck_before", rf"(?<!是)(?:不是|并非)(?P<old>(?:(?!{TIMELY})[^，。！?是不\d\ue000-\uf8ff]){{1,12}}?)[哦啊呀噢嘛了，]*(?:而)?(?:是|应该是)(?!不)", _words, says=(("人不是五个哦是六个", "五个"), ("不是去常熟是去常州", "常熟")), silent=("不是8点是9点", "不是明天是后天", "是不是南京", "不是我说你"), hint="非是"),
    Rule("struck_question", rf"(?:哪[里儿](?:是|说|要)|(?:谁|什么时候)说(?:是|要)?)(?P<old>(?:{GOING})[^，。！?]{{2,10}}?)[啊呀了嘛]*[，。?！](?=[^，。]{{0,2}}(?:我|是|应该|明明))", _words, says=(("哪里是去江宁啊，我说的江浦", "江宁"),), silent=("哪里去领车，我在门口",), hint="哪谁什"),
))  # fmt: skip


def read(scene: Scene) -> None:
    """Hides what is struck and keeps its words on the scene."""
    for mark in read_all(RULES, scene.free, scene.scope):
        scene.struck.append(str(mark.value))
        start = scene.free.index(mark.value, mark.start)
        scene.cover(start, start + len(mark.value))
