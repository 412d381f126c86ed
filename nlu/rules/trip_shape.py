"""The shape of the journey: there and back, fetched, taken, chartered; and whether someone is met."""

import re

from nlu.rule import Rule, Scope
from nlu.rules.purpose import THINGS
from nlu.scene import Scene

NOT_FETCH = r"(?!待|受|单|通知|下来|着|口|触|洽|种|官|力|龙|线|管|轨|警|访|近|班|手|续|头|驳|送|电话|到人|到了|到客|完)"
SHAPES: tuple[Rule, ...] = (
    Rule("one_way", r"单程|不用回|不回来|不返程|不用返|返程不用|回程不用|不用等|不需要返|不要返程|只去不回|只送不接|不用接回", lambda found, scope: "oneway", kind="trip_type", says=(("返程不用了，只要单程", "oneway"), ("不用回来", "oneway")),
         silent=("往返", "当天回")),
    Rule("charter", r"包车(?<!面包车)|(?<!面)包(?:一)?(?:辆|天|整天)", lambda found, scope: "charter", kind="trip_type", hint="包", says=(("包车一天", "charter"),), silent=("面包车",)),
    Rule("round", r"来回|往返|双程|送去再接|再接回|接送(?!站|点)|再?(?:送|接)回来|去完就回|送.{1,14}(?:再|然后|完|之后).{0,6}接|等(?:我|他)?们?(?:办|开)?完.{0,4}(?:接|送)?回", lambda found, scope: "round", kind="trip_type",
         says=(("当天来回", "round"), ("双程", "round"), ("送我去镇江，再接回来", "round")), silent=("单程", "接待")),
    Rule("pickup", rf"接[机站车](?!厂)|(?<![连直交衔迎送对链间承焊])接{NOT_FETCH}", lambda found, scope: "pickup", kind="trip_type", hint="接",
         says=(("接机 FM9106", "pickup"), ("G1204到无锡站，接2人", "pickup"), ("请来接", "pickup")), silent=("接待客商", "对接工作", "接受", "接单")),
    Rule("dropoff", rf"(?<![运输赠抄报递护发派押配])送[机站](?!务)|(?<![运输赠抄报递护发派押配接])送(?!{THINGS}|审|检|达|修|给|来|回来|批|变电|签|阅|货)", lambda found, scope: "dropoff", kind="trip_type", hint="送",
         says=(("送客人去机场", "dropoff"), ("送我去高铁站", "dropoff")), silent=("送文件去江阴", "输送", "报送材料")),
)  # fmt: skip
MEETS = re.compile(
    r"接[机站]|到站后?接|接[^，。]{0,8}(?:高铁|火车|动车|航班|飞机|站|机场)|(?:来|去|到|站|派车?|安排|辆车|请|机场|候|并|车|需要|需|望|机|楼|，|场|口|码头|点)(?:人|车|辆|一下|人来)*接(?!待|受)|有人接|车接|接一下|接[^，。]{0,6}回"
)
GOES_HOME = re.compile(r"回(?!来|去|程|到?了|吗)(?:到)?[\u4e00-\u9fa5]{2,}")
SHIFT_RETURN = re.compile(
    r"(?:返程|回程|回来|返回|回)(?:时间)?.{0,3}(?:提前|推迟|延后|晚|早)|(?:提前|推迟|延后|晚|早).{1,6}(?:回(?!单位)|返)"
)


def flags(scene: Scene) -> None:
    """What the time rules must know beforehand."""
    if ("接" in scene.text and MEETS.search(scene.text)) or (
        "train_or_flight" in scene.slots and re.search(r"接|到站|抵达|落地|降落|到达", scene.text)
    ):
        scene.flags.add("meets")
    if GOES_HOME.search(scene.text):
        scene.flags.add("goes_home")
    if SHIFT_RETURN.search(scene.text):
        scene.flags.add("shift_return")


def read(scene: Scene) -> None:
    for rule in SHAPES:
        mark = next(iter(rule.marks(scene.text, scene.scope)), None)
        if mark is not None and not (rule.name == "one_way" and scene.slots.get("return_at")):
            scene.take("trip_type", mark)
            break
    _lone_rider(scene)
    if scene.slots.get("trip_type") == "oneway" and scene.state.get("return_at") and "return_at" not in scene.slots:
        scene.slots["return_at"] = None


LONE = re.compile(r"(?:送|接)(?:一?下)?我(?!们|市|局|单位|处|县|区|爱人|孩|家|妈|爸|的|和|跟)")


def _lone_rider(scene: Scene, _: Scope | None = None) -> None:
    found = LONE.search(scene.text)
    if found and "passengers" not in scene.slots and "passengers" not in scene.state:
        scene.put("passengers", 1, found.start(), found.end(), "lone_rider")
        scene.infer("passengers")
