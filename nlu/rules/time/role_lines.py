"""The table of roles: which words beside a time tell what it is the time of.

A line shows the words in their order around the time `@`: `return @` is 返程下午5点, `@ before leave` 8点前出发.  Words
of the class `filler` (大概, 就, 我们) may stand between.  `word?` may be missing; `..` reaches over other words of the
clause but no verb of motion; `...` over anything in the clause; `a|b` is a word of either class.  needs: what must be
found somewhere in the sentence.  The first line that fits wins.
"""

from typing import NamedTuple

from nlu.rules.time.signs import TRAIN

NONE: frozenset[str] = frozenset()


class Step(NamedTuple):
    kinds: frozenset[str]
    reach: str = ""
    is_optional: bool = False


class Role:
    """name: of the line; role: see Expr, or vehicle departs come present again for what the whole sentence decides.

    timed: it is told of clocks alone.  says, silent: sentences in which it tells a time's role, and must not.
    """

    def __init__(
        self,
        name: str,
        role: str,
        line: str,
        *,
        says: tuple[str, ...],
        silent: tuple[str, ...],
        needs: str = "",
        timed: bool = False,
    ) -> None:
        self.name, self.role, self.line = name, role, line
        self.says, self.silent = says, silent
        self.needs = frozenset(needs.split("|")) if needs else NONE
        self.timed = timed
        left, _, right = line.partition("@")
        self.left, self.right = _steps(left.split()[::-1]), _steps(right.split())
        self.first = next((step.kinds for step in self.right if not step.is_optional), NONE)
        self.last = next((step.kinds for step in self.left if not step.is_optional), NONE)


def _steps(words: list[str]) -> tuple[Step, ...]:
    steps: list[Step] = []
    reach = ""
    for word in words:
        if word in ("..", "..."):
            reach = word
            continue
        steps.append(Step(frozenset(word.strip("?").split("|")), reach, word.endswith("?")))
        reach = ""
    return tuple(steps)


ROLES: tuple[Role, ...] = (
    Role("named_order", "which", "@ ... which", says=("明天去南京那单改到10点",), silent=("明天去南京",)),
    Role("not_back", "none", "@ must? not_back", says=("当天不回了",), silent=("当天回",)),
    Role("return_time", "return", "return_label at? @", says=("返程时间：下午5点", "回来时间定在晚上6点"), silent=("出发时间8点",)),
    Role("leave_time", "depart", "leave_label at? @", says=("出发时间改到8点半", "用车时间：明天9点"), silent=("返程时间8点",)),
    Role("vehicle_back", "", "@ return stop? train|vehicle", says=("明天返程，高铁票是10点",), silent=("明天返程",)),
    Role("vehicle_leaves", "departs", "@ vdepart", needs="vehicle|train|station", timed=True, says=("送我去机场，17:25起飞", "高铁票，7:19发车"), silent=("13:00发车去海安",)),
    Role("vehicle_leaves_town", "departs", "@ from .. vdepart", needs="vehicle|train", timed=True, says=("飞机明早九点一刻从禄口飞",), silent=("九点从禄口走，坐飞机",)),
    Role("by_return", "return", "@ before must? return|ends", says=("5点前回来", "下午四点之前必须返回"), silent=("5点前到",)),
    Role("by_leaving", "depart", "@ before must? leave|from", says=("8点前出发", "7点之前从局里走"), silent=("8点前到",)),
    Role("latest_leaving", "depart", "latest @ must? leave|from", says=("最迟8点走", "最晚明天9点从单位出发"), silent=("最迟8点到",)),
    Role("went", "none", "@ .. went", says=("他们昨天去过盱眙了",), silent=("昨天说去盱眙",)),
    Role("returns", "return", "@ must? return", says=("下午5点回", "傍晚5点往回赶", "4点半返程"), silent=("3点回访信访户", "8点走")),
    Role("ends", "return", "@ must? ends", says=("五点散会", "四点结束"), silent=("五点开会",)),
    Role("returns_from", "return", "@ from .. return", says=("周五晚上八点从那边往回走",), silent=("8点从局里出发",)),
    Role("return_leaves", "return", "return_trip stop @ .. leave", timed=True, says=("加个返程，当天晚七点从高邮走",), silent=("无返程，八点走", "七点从高邮走")),
    Role("leaves", "depart", "@ must? leave|from", says=("8点出发", "早上5点就得走", "7点从局门口走"), silent=("8点到", "3点走访企业")),
    Role("gathers", "depart", "@ before? must? gather", says=("6点半集合", "8点20在楼下等"), silent=("8点出发",)),
    Role("gathers_at", "depart", "@ at .. gather|leave", says=("9点15在北门集合", "9点在局里出发"), silent=("9点15在北门",)),
    Role("end_word", "return", "ends at? @", timed=True, says=("散会大概四点",), silent=("四点开会",)),
    Role("return_word", "return", "return|ends at? @", says=("返程改到晚上七点", "回来大概5点"), silent=("返程时间5点",)),
    Role("there_and_back", "return", "@ round", says=("当天来回",), silent=("来回两小时",)),
    Role("deadline", "arrive", "@ before", says=("10点之前赶到舒城", "9点45前到"), silent=("8点前门集合", "8点前往南京")),
    Role("latest", "arrive", "latest at? @", says=("最迟后天下午3点到", "不晚于10点"), silent=("最近10点",)),
    Role("caught", "arrive", "catch @", timed=True, says=("赶5点10分的飞机",), silent=("赶往机场5点",)),
    Role("arrival", "come_by", "arrive_label at? @", timed=True, says=("车次已定，到达时间29日17:12",), silent=("5点到达",)),
    Role("vehicle_there", "vehicle", "@ have ... vehicle|train", timed=True, says=("明天7点50有趟去合肥的高铁",), silent=("8点有会",)),
    Role("vehicle", "vehicle", "@ vehicle|train", timed=True, says=("8点15的飞机", "10点40的高铁"), silent=("8点走，坐飞机",)),
    Role("of_car", "vehicle", "@ car", needs="train|vehicle|station", timed=True, says=("送我到高铁站，10:52的车",), silent=("8点的车，去局里",)),
    Role("begins", "begins", "@ must? start", timed=True, says=("去省厅开会，9点开始",), silent=("9点去",)),
    Role("fetched_again", "again", "@ must? fetch_again", says=("8点送我去医院，5点来接",), silent=("5点接站",)),
    Role("in_time", "come_in_time", "@ must? in_time", timed=True, says=("10点赶到舒城", "14:30必须到位"), silent=("10点到",)),
    Role("must_be_there", "come_in_time", "@ must be_there|lands", timed=True, says=("9点必须到省厅", "一定要10点准时到"), silent=("9点到",)),
    Role("be_there", "come", "@ be_there|lands", says=("8点出发9点半到", "今天17:55抵达"), silent=("8点出发",)),
    Role("event", "arrive", "@ event|meeting", timed=True, says=("9点20的会", "下午1点半开庭"), silent=("9点开发区",)),
    Role("goes", "depart", "@ must? go|take|fetch", says=("8点去无锡", "6点送领导", "下午5点接客人"), silent=("8点开会",)),
    Role("gather_word", "depart", "gather @", timed=True, says=("从双拥办门口集合上车九点十分",), silent=("门口集合，九点十分开会",)),
    Role("leave_word", "depart", "leave at? @", says=("走的不是八点是六点半", "出发8点"), silent=("出发时间8点",)),
    Role("of_meeting", "arrive", "meeting_label at? @", timed=True, says=("会议时间9点", "开庭时间是10点"), silent=("去开会，9点",)),
    Role("of_train", "vehicle", "train stop? @", timed=True, says=(f"{TRAIN}，12:15",), silent=(f"{TRAIN}，两个人，8点走",)),
    Role("before_train", "vehicle", "@ stop train", timed=True, says=(f"17:45，{TRAIN}次开",), silent=(f"17:45去车站，{TRAIN}",)),
    Role("of_vehicle", "vehicle", "vehicle at? @", timed=True, says=("航班晚上8点10分", "高铁票是9点"), silent=("高铁站9点",)),
    Role("vehicle_leaves_at", "departs", "vdepart @", needs="vehicle|train", timed=True, says=("飞机起飞时间8点10分",), silent=("开到8点",)),
    Role("vehicle_leaves_from", "departs", "@ .. vdepart", needs="vehicle|train", timed=True, says=("16点22常州北开，高铁票已买好",), silent=("16点22去常州北，打开后备箱",)),
    Role("takes_off", "departs", "@ .. takes_off", timed=True, says=("12点20在硕放起飞，送我们三个",), silent=("12点20去硕放",)),
    Role("vehicle_lands", "come", "@ .. lands", needs="vehicle|train", timed=True, says=("明天9点虹桥落地，航班晚点",), silent=("明天9点虹桥",)),
    Role("return_said", "return", "return_trip stop @", timed=True, says=("加个返程，晚上6点",), silent=("当天回，9点走",)),
    Role("meeting", "arrive", "@ .. meeting", timed=True, says=("下周一上午9点半省厅有个会", "今天下午2点在市府1号楼开碰头会"), silent=("9点去省厅开会",)),
    Role("present", "present", "@ must? at|latest", timed=True, says=("9点在紫金山庄见客商，8点20走", "六点一刻得在市民广场，五点五十从局里出发"), silent=("9点在北门集合", "9点去")),
    Role("event_there", "present", "@ .. event", timed=True, says=("3点半的项目路演在艺尚小镇，两点走",), silent=("9点去培训",)),
)  # fmt: skip
LEAVING = frozenset(("leaves", "leave_time", "leave_word", "by_leaving", "latest_leaving"))
"""Lines that tell a departure by a word of leaving itself."""


def _by_sign() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """For a class of words the lines that need one of it behind the time, and those that need one before it alone."""
    behind: dict[str, list[int]] = {}
    before: dict[str, list[int]] = {}
    for number, role in enumerate(ROLES):
        for kind in role.first or role.last:
            (behind if role.first else before).setdefault(kind, []).append(number)
    return {k: tuple(v) for k, v in behind.items()}, {k: tuple(v) for k, v in before.items()}


BEHIND, BEFORE = _by_sign()
