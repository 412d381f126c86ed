"""Parties that nobody counts in words: 就我自己, 送我去车站, 带着小苗一块儿, 先接张处再接李处, and the lone number of a note (，4，)."""

import itertools
import re

from nlu.rule import HIDDEN, Mark, Rule
from nlu.rules.algebra import HEADS, Tokens
from nlu.rules.counts import END, NUM, worth
from nlu.scene import Scene

NOTE_MAX = 60
NOT_MINE = (
    "打车|打的|开车|骑车|坐地铁|坐高铁|坐火车|坐公交|想办法|解决|安排|处理|联系|来[办弄定]|掏|付|说|的|走过去|过去"
)
AFTER = rf"(?={END}|[去坐要走乘来用])"
ALONE = Rule(
    "just_me",
    rf"(?:就|只有?|仅|光|单)[我他她](?:自己|本人|独自)?(?:一个人?|一人)?{AFTER}|[我他她](?:自己|本人|独自|单独)(?!{NOT_MINE}){AFTER}|独自|只身|孤身|单独一人|(?<![\u4e00-\u9fa5])本人(?=[，。去]|$)",
    lambda found, scope: 1,
    kind="party",
    hint="我他她独单本只孤",
    says=(("就我自己", 1), ("就我", 1), ("我自己去", 1), ("独自前往", 1), ("就他自己", 1)),
    silent=("我自己打车过去", "我们", "我自己想办法", "就我们三个"),
)
RIDER = Rule(
    "lone_rider",
    r"(?:送|接|捎|载|拉)(?:带|上)?(?:一?下)?我(?!们|市|局|单位|处|县|区|爱人|孩|家|妈|爸|的|和|跟|院|公司|校|厂)|把我[^，。们]{0,14}(?:送|接|捎|带|载|拉)|捎带我",
    lambda found, scope: 1,
    kind="party",
    hint="送接捎载拉",
    says=(("送我去常州站", 1), ("把我从云龙湖宾馆捎到矿大", 1), ("接我一下呗", 1), ("捎带我去一下", 1)),
    silent=("送我们去", "接我单位的客人", "把材料送到"),
)
NOTE = re.compile(rf"(?:^|(?<=[，。；\s\ue000]))(?P<n>{NUM})(?=$|[，。；\s])")
CALLED_OFF = re.compile(r"不用|算了|算啦|取消|不接|不要车|不需要|不劳")


def read(scene: Scene, text: str, kinds: Tokens) -> Mark | None:
    """What the party is by all that is said without counting it; sure only of 就我自己, the rest is inferred."""
    if CALLED_OFF.search(scene.text):
        return None
    alone = next(iter(ALONE.marks(text, scene.scope)), None)
    if alone:
        return alone
    if "passengers" in scene.state:
        return None
    mark = _brought(kinds) or _fetched(kinds) or next(iter(RIDER.marks(text, scene.scope)), None) or _noted(scene, text)
    if mark:
        scene.infer("passengers")
    return mark


def _brought(kinds: Tokens) -> Mark | None:
    """我要去拜访商会，带着小苗: the speaker and those brought along."""
    for here, (token, after) in enumerate(itertools.pairwise(kinds)):
        if token.kind == "bring" and after.kind == "name":
            end = here + 1
            while end + 2 < len(kinds) and kinds[end + 1].kind in ("and", "plus") and kinds[end + 2].kind == "name":
                end += 2
            names = sum(1 for t in kinds[here : end + 1] if t.kind == "name")
            return Mark(token.start, kinds[end].end, names + 1, "speaker_brings", "party")
    return None


def _fetched(kinds: Tokens) -> Mark | None:
    """先到东门接我，再到南门接老卞: all who are fetched one after the other."""
    met = [(a, b) for a, b in itertools.pairwise(kinds) if a.kind == "fetch" and b.kind in ("me", "him", "name")]
    if len(met) < 2:
        return None
    return Mark(met[0][1].start, met[0][1].end, sum(HEADS[b.kind] for _, b in met), "all_fetched", "party")


def _noted(scene: Scene, text: str) -> Mark | None:
    """今儿10点半嘉定试车场，4，看样车: a note's lone number, where day or hour stand beside it."""
    if HIDDEN not in text or scene.asked or scene.role not in ("official", "visitor"):
        return None
    found = [(m, worth(m["n"])[0]) for m in NOTE.finditer(text)]
    likely = [(m, n) for m, n in found if n is not None and 0 < n <= NOTE_MAX]
    if len(found) != 1 or not likely:
        return None
    match, count = likely[0]
    return Mark(match.start("n"), match.end("n"), count, "note_number", "party")
