"""Growing: which sentence filled which slot, where its speaker put that right, and whether it may be kept for review.

What is remembered of a talk for this has lost phones, names and plates already; it becomes a row only with consent.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

import nlu
from app.conversations import examples
from app.conversations.examples import Example
from app.conversations.rules import scrubbed, scrubbed_value
from app.kernel.clock import read_instant
from handlers.chat.turn import Turn, Verb
from nlu.dialogue import FILLING, SLOTS

HEARD_MAX = 8  # Sentences of one draft.
TEXT_MAX = 200  # A longer one proves nothing about a single rule.
ANSWER_LIVES = timedelta(days=1)  # That long a sentence waits for its speaker's consent.

WRONG = re.compile(
    r"不是(?![很太特不])|不对|[错岔]了|[搞弄听读看写认]错|理解错|(?:应该|应当|其实)是|(?:我)?说的是|我是说|我的意思是"
)
OTHERWISE = re.compile(
    r"[改换变推调]|提前|提早|延后|延迟|[晚早](?:一?点(?!钟)|些|半|一?个)|再[加来要]|[加多少减添增][上掉去]?[一二两三四五六七八九十几\d]|不去|不用|取消|算了|还是"
)

ASK = "刚才读错的那句可否留作改进？手机号、姓名会先去掉。回复“同意收集例句”即可，不回复就不留。"
AGREED = (
    "好的，谢谢。以后读错、由您改正的句子会留作改进，先去掉手机号、姓名、车牌和公函号。{kept}随时可以说“不再收集例句”。"
)
WITHDRAWN = "好的，不再收集例句。{forgotten}"
SETTINGS = "收集例句：{state}。\n{hint}"

WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:我)?(?:同意|可以|允许)收集(?:我的)?例句"), "examples_agree"),
    (re.compile(r"(?:请)?(?:不再|不要|停止|取消|不同意|不允许|别再?)收集(?:我的)?例句"), "examples_withdraw"),
    (re.compile(r"(?:看看?|查看?)?我的设置"), "my_settings"),
)


@dataclass
class Heard:
    """A sentence of the draft.  owns: slots that hold what it said; fixed: slots that it was misread in."""

    text: str
    now: str
    context: dict[str, Any]
    was: dict[str, Any]
    owns: list[str] = field(default_factory=list)
    fixed: dict[str, Any] = field(default_factory=dict)


def fixed_word(turn: Turn) -> Verb | None:
    """The verb of a fixed word about what is kept of one's sentences."""
    words = re.sub(r"\s+", "", turn.text).strip("。，,.！!～~吧了")
    return next((VERBS[name] for pattern, name in WORDS if pattern.fullmatch(words)), None)


def hear(turn: Turn, context: Mapping[str, Any], reading: nlu.Reading, before: nlu.State, after: nlu.State) -> None:
    """Remember what this sentence filled; where it puts an earlier reading right, note that with the earlier one."""
    said = [slot for slot in SLOTS if slot in reading]
    if reading.get("intent") not in FILLING or not said:
        return
    heard = [Heard(**each) for each in turn.memory.heard] if before.slots else []
    turn.memory.misread = turn.memory.misread if before.slots else []
    names = examples.names_in_slots(dict(reading))
    for slot in said:
        old, new = before.slots.get(slot), after.slots.get(slot)
        if is_correction(turn.text, before.asked, old, new):
            for each in heard:
                if slot in each.owns or slot in each.fixed:
                    each.fixed[slot] = scrubbed_value(new, names)
        elif old is None and WRONG.search(turn.text):
            _missed(heard, slot, scrubbed_value(new, names))
    for each in heard:
        each.owns = [slot for slot in each.owns if slot not in said]
    was = {name: value for name, value in reading.items() if name == "intent" or name in SLOTS}
    if len(turn.text) <= TEXT_MAX:
        now = turn.now.isoformat(timespec="seconds")
        heard.append(Heard(scrubbed(turn.text, names), now, _told(context, names), scrubbed_value(was, names), [*said]))
    turn.memory.heard = [asdict(each) for each in heard[-HEARD_MAX:]]


def is_correction(text: str, asked: str, old: Any, new: Any) -> bool:
    """Whether this says that `old` was never meant: by such words, or by saying it once more right after the read-back
    without a word of changing one's mind.  Saying it more exactly is none."""
    if old is None or new == old or (isinstance(new, str) and str(old) in new):
        return False
    if WRONG.search(text) or asked == "change":
        return True
    return asked == "confirm" and new is not None and not OTHERWISE.search(text)


def misread(heard: list[Heard], confirmed: Mapping[str, Any]) -> list[Example]:
    """Of each sentence that was read wrong, and not after all as it was meant, how it should have been read."""
    found = []
    for each in heard:
        fixed = {slot: new for slot, new in each.fixed.items() if each.was.get(slot) not in (new, confirmed.get(slot))}
        if fixed:
            expect = {slot: value for slot, value in (each.was | fixed).items() if value is not None}
            found.append(Example(each.text, read_instant(each.now), each.was, expect, each.context))
    return found


def settle(turn: Turn, confirmed: Mapping[str, Any]) -> str:
    """The draft has become an order: keep what was misread, or ask once whether that may be; the question, if any."""
    found = misread([Heard(**each) for each in turn.memory.heard], confirmed)
    turn.memory.heard = []
    if not found:
        return ""
    consent = examples.consent_of(turn.session, turn.scope)
    if consent is not None and consent.given_at is not None:
        _keep(turn, found)
    elif examples.ask_once(turn.session, turn.scope, now=turn.now):
        turn.memory.misread = [asdict(each) | {"said_at": each.said_at.isoformat()} for each in found]
        return f"\n{ASK}"
    return ""


def agree(turn: Turn) -> str:
    """同意收集例句"""
    waiting = [Example(**each | {"said_at": read_instant(each["said_at"])}) for each in turn.memory.misread]
    turn.memory.misread = []
    examples.agree(turn.session, turn.scope, now=turn.now)
    count = _keep(turn, waiting)
    return AGREED.format(kept=f"刚才的{count}句已留下。" if count else "")


def withdraw(turn: Turn) -> str:
    """不再收集例句"""
    turn.memory.misread = []
    count = examples.withdraw(turn.session, turn.scope, now=turn.now)
    return WITHDRAWN.format(forgotten=f"此前留下的{count}句已删除。" if count else "")


def my_settings(turn: Turn) -> str:
    """我的设置"""
    consent = examples.consent_of(turn.session, turn.scope)
    if consent is None or consent.given_at is None:
        return SETTINGS.format(state="未开启", hint="愿意把读错的句子留作改进，请说“同意收集例句”。")
    count = examples.kept(turn.session, turn.scope)
    return SETTINGS.format(state=f"已开启，留有{count}句", hint="不想留了请说“不再收集例句”，已留的一并删除。")


def let_lapse(turn: Turn) -> None:
    """What nobody answered about within a day is not waited for any longer."""
    oldest = turn.now - ANSWER_LIVES
    turn.memory.misread = [each for each in turn.memory.misread if read_instant(each["said_at"]) > oldest]


def _keep(turn: Turn, found: list[Example]) -> int:
    days = current_app.extensions["paiche"]["settings"].examples_kept_days
    return examples.keep(turn.session, turn.scope, found, reader=reader_version(), now=turn.now, keep_days=days)


@cache
def reader_version() -> str:
    """Names the state of the language's rules and data, with or without a repository around them."""
    folder, digest = Path(nlu.__file__).parent, hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".txt", ".json")):
        digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _missed(heard: list[Heard], slot: str, new: Any) -> None:
    """What an earlier sentence had said in these very words was there to be read."""
    for each in reversed(heard):
        if isinstance(new, str) and new in each.text and slot not in each.was:
            each.fixed[slot] = new
            return


def _told(context: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """The context as a test sentence has it; none for an official's first sentence."""
    told = {name: value for name, value in context.items() if value and (name, value) != ("role", "official")}
    found: dict[str, Any] = scrubbed_value({"role": context.get("role")} | told if told else {}, names)
    return found


VERBS: dict[str, Verb] = {"examples_agree": agree, "examples_withdraw": withdraw, "my_settings": my_settings}
