"""Whether a sentence speaks of an emergency: it is confirmed once and not asked about."""

import re

from nlu.frames import Vocabulary

WORDS = Vocabulary(
    {
        "urgent": "急! 急！ 急。 急， 急用 急需 急事 加急 火急 十万火急 紧急 特急 抢险 险情 应急 救援 抢救 救护 溃堤 溃坝 溃口 渗漏 管涌 决口 决堤 泄漏 火情 火灾 着火 起火 失火 爆炸 坍塌 塌方 突发 事故 伤员 告急 刻不容缓",
        "calm": "应急管理 应急指挥 应急中心 应急局 应急办 应急演练 应急预案 应急厅 应急委 应急救援中心 应急救援大队 应急救援队 应急保障 应急物资 应急广播 救援中心 救援大队 救援队 急救中心 急救站 救护中心 抢险演练 救援演练 紧急集合演练 不急 不着急 不是急 别急 着急忙慌 突发事件演练 事故调查 事故中心 交通事故处理 火灾隐患 防火 消防 抢险队 抢险物资",
    }
)
FIRSTS = frozenset(word[0] for word, kinds in WORDS.words.items() if "urgent" in kinds) | frozenset("急马立赶火速")
"""With one of these every word and every pattern of it begins."""
NOW = re.compile(r"^急|急$|马上要[^，]{0,4}车|立刻要[^，]{0,4}车|立即要[^，]{0,4}车|赶紧派|火速派|速派")


def is_urgent(text: str) -> bool:
    if FIRSTS.isdisjoint(text):
        return False
    return NOW.search(text) is not None or WORDS.find(text).has("urgent")
