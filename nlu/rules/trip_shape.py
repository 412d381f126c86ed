"""What the time rules must know of the journey beforehand: is somebody met, does it go home, which end is moved."""

import re


from nlu.scene import Scene

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
