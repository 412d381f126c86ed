"""What is said around a booking: yes and no, greetings, thanks, calls for a person or for help, complaints.

Small talk is a sentence made of nothing but small words; which of them stand in it tells what it is.
"""

import re

from nlu.acts.hearing import hear
from nlu.frames import Frame, Hit, Vocabulary, Words, choose
from nlu.scene import Scene
from nlu.words.orders import ORDERS
from nlu.words.questions import QUESTIONS
from nlu.words.smalltalk import DEEDS, SMALL_TALK, TALK

SMALL = Vocabulary({**SMALL_TALK, "hold": ORDERS["hold"]})
NO_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z\d\ue000-\uf8ff]")
DIGITS = re.compile(r"\d+")

SMALL_FRAMES = (
    Frame("small_hold", "hold", "hold", says=(("先别提交", "hold"), ("等一下", "hold"), ("我再想想", "hold")), silent=("不提交",)),
    Frame("deny", "deny", "no", says=(("不对", "deny"), ("不是的", "deny"), ("错啦", "deny"), ("你弄错了", "deny"), ("我不是这个意思", "deny"), ("no", "deny")), silent=("没错", "没问题")),
    Frame("go_ahead", "confirm", "go_ahead", says=(("确认", "confirm"), ("妥了，发出去吧", "confirm"), ("都对，麻烦报上去", "confirm"), ("就按这个办", "confirm")), silent=("不确认",)),
    Frame("thanks", "thanks", "thanks", says=(("谢谢", "thanks"), ("好的，谢谢", "thanks"), ("辛苦辛苦，多谢啦", "thanks"), ("谢了哈，提前拜个年", "thanks")), silent=("好的",)),
    Frame("yes", "confirm", "yes !laugh !bye", says=(("好的", "confirm"), ("嗯呐", "confirm"), ("对头", "confirm"), ("冇问题", "confirm"), ("中，就恁着", "confirm")), silent=("你好",)),
    Frame("greet", "greet", "greet", says=(("在吗", "greet"), ("你好！", "greet"), ("早上好呀小派", "greet"), ("师傅您好", "greet")), silent=("好的",)),
    Frame("laugh", "chitchat", "laugh|bye", says=(("哈哈哈哈", "chitchat"), ("你是谁", "chitchat"), ("再见", "chitchat"), ("讲个笑话听听呗", "chitchat")), silent=("好的",)),
    Frame("nothing", "nothing", "filler", says=(("啊这这这的了吗呢", "nothing"),), silent=("好的",)),
)  # fmt: skip

HOW_TO = re.compile(
    rf"(?:怎么样?|怎样|如何|咋个?|(?:从|在|去|到)?哪[里儿])(?:才能|才|去|能|可以)?[^，。怎如咋哪]{{0,3}}?(?:{'|'.join(sorted(DEEDS.split(), key=len, reverse=True))})"
)
"""怎么取消订单, 在哪里填事由: how a thing is done here."""


class Asked(Vocabulary):
    """The words, and the places where it is asked how a thing is done."""

    def find(self, text: str) -> Words:
        words = super().find(text)
        found = HOW_TO.search(text)
        return Words(sorted((*words, Hit(*found.span(), found.group(), frozenset(["how_to"]))))) if found else words


ASKS = ("when", "where", "what", "which", "how_many", "how_long", "how_much", "maybe")
WORDS = Asked(
    {
        **TALK,
        "coming": QUESTIONS["near"],
        "mine": QUESTIONS["mine"],
        "asks": " ".join((*(QUESTIONS[kind] for kind in ASKS), "还是 吗 么 怎么 如何")),
    }
)
FRAMES = (
    Frame("call_person", "human", "call<person !not_person", says=(("转人工", "human"), ("联系调度员", "human"), ("叫个真人来，我跟你讲不清楚", "human"), ("给我转个人工", "human")), silent=("怎么用", "去人工湖公园")),
    Frame("someone", "human", "someone", says=(("能不能换个人跟我说", "human"), ("有没有人管", "human")), silent=("换个人去",)),
    Frame("call_office", "human", "call<office !not_person", says=(("给我接你们值班室", "human"), ("帮我转调度室", "human")), silent=("值班室几点开门",)),
    Frame("office_line", "human", "office|person line !driver", says=(("值班室号码多少", "human"), ("前台座机", "human")), silent=("司机电话多少",)),
    Frame("no_robot", "human", "to_robot !how_to", says=(("跟你说不清楚", "human"),), silent=("说不清几点走，系统怎么用",)),
    Frame("office_line_alone", "human", "office_line", says=(("你们值班电话多少", "human"), ("调度电话", "human")), silent=("司机电话",)),
    Frame("person_present", "human", "person<present", says=(("客服在吗", "human"),), silent=("在吗",)),
    Frame("person_alone", "human", "^person person$", says=(("人工", "human"), ("人工客服", "human")), silent=("转一下",)),
    Frame("how_complain", "help", "how_complain", says=(("怎么投诉", "help"), ("司机不好找谁投诉", "help")), silent=("我要投诉",)),
    Frame("anger", "complaint", "anger !calm", says=(("我要投诉司机", "complaint"), ("你们管不管", "complaint"), ("什么态度", "complaint")), silent=("怎么投诉", "去投诉中心开会")),
    Frame("driver_misbehaved", "complaint", "driver<misdeed !line", says=(("司机一路抽烟", "complaint"), ("派来的师傅态度恶劣", "complaint"), ("师傅开车一直看手机", "complaint")), silent=("司机电话多少",)),
    Frame("misdeed_of_driver", "complaint", "misdeed<driver", says=(("迟到的司机", "complaint"),), silent=("司机在哪",)),
    Frame("awful", "complaint", "driver|vehicle|service|system|came_late awful !calm", says=(("上次那个司机态度很不好", "complaint"), ("你们这个派车太不靠谱", "complaint"), ("你怎么这么笨", "complaint"), ("车上太脏了", "complaint")), silent=("太早了", "车太小")),
    Frame("came_late", "complaint", "came_late hurt", says=(("车晚到了二十分钟，领导都生气了", "complaint"), ("司机来晚了，领导都不高兴", "complaint")), silent=("我们晚到二十分钟",)),
    Frame("broken_vehicle", "complaint", "vehicle broken", says=(("空调坏了也不修", "complaint"), ("座椅是坏的", "complaint")), silent=("门坏了派一辆",)),
    Frame("dirty_vehicle", "complaint", "vehicle bad !calm", says=(("车里脏得没法坐", "complaint"), ("这车太脏了", "complaint"), ("空调是坏的", "complaint")), silent=("车牌多少",)),
    Frame("long_wait", "complaint", "late !coming", says=(("等了一个多小时车还没来", "complaint"), ("太慢了", "complaint")), silent=("等我一下", "怎么还没到，都等半天了")),
    Frame("dull_system", "complaint", "system<dull", says=(("你这破系统问八遍还听不懂", "complaint"), ("你们这玩意儿怎么老听不懂", "complaint"), ("小程序太难用", "complaint")), silent=("小程序怎么用",)),
    Frame("able", "help", "able", says=(("你能做什么", "help"), ("你都会干些什么", "help"), ("你都能干些啥", "help")), silent=("我做什么都行",)),
    Frame("manual", "help", "manual", says=(("第一次用，教教我怎么订车", "help"), ("头一回用，教教我咋操作", "help"), ("用车流程是什么", "help"), ("help", "help")), silent=("会用的",)),
    Frame("ruling_asked", "help", "ruling_asked", says=(("提前多久申请才行", "help"), ("审批要多久", "help"), ("去外地的要提前几天报？三天还是五天", "help"), ("周末用车有什么规定", "help")), silent=("提前半小时",)),
    Frame("stuck", "help", "stuck", says=(("小程序打不开怎么办", "help"), ("登录不了", "help")), silent=("门打开了",)),
    Frame("generally", "help", "general must asks", says=(("用车要填哪些东西", "help"), ("申请用车需要准备什么", "help")), silent=("去开会",)),
    Frame("who_may", "help", "who may !line", says=(("外单位的人能坐吗", "help"), ("家属可以用吗", "help")), silent=("周末去无锡",)),
    Frame("ruling", "help", "ruling asks", says=(("过路费是司机先垫还是单位统一结", "help"), ("节假日封存到什么时候", "help")), silent=("去资格中心",)),
    Frame("how_to", "help", "how_to", says=(("怎么用这个小程序", "help"), ("怎么取消订单", "help"), ("如何给司机打分", "help"), ("怎么评价司机", "help"), ("在哪里填事由", "help")), silent=("取消怎么了",)),
)  # fmt: skip
RULES = (
    Frame("rule_whether", "help", "whether general|who|limit", says=(("外聘的合同工可不可以用公务车", "help"), ("50公里以内算不算出市", "help"), ("当天取消扣不扣单位的额度", "help"), ("高校课题组去外地采样归不归公车管", "help")), silent=("能不能派车", "车要不要换")),
    Frame("rule_signed", "help", "general signed", says=(("坐公车去外省要谁签字", "help"), ("出省用车要几级审批", "help")), silent=("派车",)),
    Frame("rule_until", "help", "until general passes", says=(("几点之前申请能批", "help"),), silent=("几点走",)),
    Frame("rule_filed", "help", "filed passes", says=(("早上8点前提的申请当天能批吗", "help"),), silent=("我提的申请批了吗",)),
    Frame("rule_counts_as", "help", "limit counts_as", says=(("50公里以内算市内还是市外", "help"),), silent=("去市内",)),
    Frame("rule_rank", "help", "rank may|general asks", says=(("处级以下能坐商务车吗", "help"),), silent=("处级干部三人",)),
    Frame("rule_page", "help", "page", says=(("想撤掉一个单子，在哪个页面点", "help"), ("在哪个菜单里改", "help")), silent=("在哪上车",)),
)  # fmt: skip
RULING = Vocabulary({kind: TALK[kind] for kind in ("whether", "general", "filed", "limit", "rank", "page")})
"""Of these words one stands in every sentence of RULES."""
HOW_DONE = re.compile(
    r"(?:怎么|咋|如何|怎样)[^，。]{1,8}?(?:了|的)(?:[吗呢啊？。！]|$)|(?:怎么|咋)(?:还|又|不|没|给(?!司机|师傅|驾驶员|他|你们|别人|领导|同事|客人)|被|就|把|会|总|老)|(?:怎么|如何|咋)(?:收费|计费|算|联系|称呼|走(?!流程)|去|到|样)"
)
"""Why and how much are questions of an order (asking.py), not of this program."""


def small(scene: Scene) -> str | None:
    """The talk of a sentence that is nothing but small words; digits count as a yes only after a read-back."""
    text = scene.text
    if len(text) > 40:
        return None
    words = hear(SMALL, text)
    left = _left(text, words)
    if left and not (left.isdigit() and len(left) == 1 and words):
        return None
    if not words:
        return "chitchat" if not re.search(r"[\w]", text) else None
    if text.strip("，。 ") in ("1", "y", "Y", "n", "N", "k", "K") and scene.asked != "confirm":
        return None
    if words.has("yes") and scene.asked == "confirm" and not words.has("no") and not ASKED_BACK.search(text):
        return "confirm"
    frame = choose(SMALL_FRAMES, words)
    if frame is None or (frame.value in ("confirm", "deny") and ASKED_BACK.search(text)):
        return None
    return str(frame.value)


ASKED_BACK = re.compile(r"(?:吗|么|没|？)[啊呀]?[，。！？]*$")
"""对吗, 可以吗 ask; they are no yes."""


def _left(text: str, words: Words) -> str:
    """What no small word covers, without marks and pictures."""
    at, left = 0, []
    for hit in words:
        left.append(text[at : hit.start])
        at = hit.end
    return NO_WORDS.sub("", "".join((*left, text[at:])))


def is_small(text: str) -> bool:
    """A yes, a no or a greeting: never the answer to what, where or when."""
    if len(text) > 40:
        return False
    words = hear(SMALL, text)
    return (
        bool(words) and words.has("yes", "go_ahead", "no", "greet", "thanks", "laugh", "bye") and not _left(text, words)
    )


def read(scene: Scene) -> str | None:
    """A call for a person, a complaint or a cry for help, when no journey is spoken of."""
    if _is_journey(scene):
        return None
    frame = choose(FRAMES, hear(WORDS, scene.text))
    if (
        frame is None
        or (scene.asked in scene.slots and frame.name != "call_person")
        or (frame.value == "help" and HOW_DONE.search(scene.text))
    ):
        return None
    return str(frame.value)


def spoken(scene: Scene) -> str | None:
    """A complaint, though a day and a place are told in it."""
    words = hear(WORDS, scene.text)
    frame = choose(FRAMES, words)
    if frame is None or not (frame.value == "complaint" or words.has("to_robot")):
        return None
    return str(frame.value)


def rules(scene: Scene) -> str | None:
    """坐公车去外省要谁签字: what is asked is the rule, whatever place stands in it."""
    return "help" if RULING.find(scene.text) and choose(RULES, hear(WORDS, scene.text)) else None


def thanks(scene: Scene) -> str | None:
    """Thanks in more words: 太感谢你们车队了, 师傅人真好，谢谢你们接待."""
    return "thanks" if hear(SMALL, scene.text).has("thanks") else None


def _is_journey(scene: Scene) -> bool:
    slots = scene.slots
    place = "destination" in slots or "origin" in slots
    return place and ("passengers" in slots or "depart_at" in slots or "arrive_by" in slots)
