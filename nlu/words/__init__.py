"""The words that mean something to a booking, each under the part it plays.  Data only: who wants a word read adds it here."""

from nlu.words.journey import JOURNEY
from nlu.words.purposes import PURPOSES
from nlu.words.small import SMALL

_CLASSES = (JOURNEY, PURPOSES, SMALL)


def _by_word() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for classes in _CLASSES:
        for kind, words in classes.items():
            for word in words.split():
                kinds.setdefault(word, set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


KINDS = _by_word()
"""word -> the parts it can play"""

GLUED = "派车去 请来接 一辆车 一个人 两个人 去接 来接 上车去 从这 到时候 去送 用车去 时间段 开车去 去开会 不去 不到 是从 先去 再去 先到 再到 要去 想去 到南京 在那 明后天 人去 车去 有车 要车 去看看 往南京 往上海 的车 是的 都行 都可 都要 要到 去趟 跑一趟 和我 到站后 送到站 接到站 位于 北开 南开 东开 西开 后大 个站 到哪 好去 车接 人接 人到 上接 从江 不在 去除 镇子 去取 去送 去拿 去查 去办 去看 去领 去交 去换 去拉 接驾 还要 还去 一站 想到 去过 来过 到过".split()
"""Words of the dictionary that hide two of ours; they are cut apart."""

__all__ = ["GLUED", "KINDS"]
