"""The one jieba tokenizer of the process, without its guesses (HMM), used only on what no rule has read."""

import logging
from functools import lru_cache
from pathlib import Path

import jieba

from nlu.words import GLUED, KINDS

OURS = 20_000
"""Weight of a word of ours: above a chance pair of single characters, below a common word that contains it."""

jieba.setLogLevel(logging.ERROR)
jieba.dt.initialize()  # Once, at import: parse itself reads no file.  A deployment may set jieba.dt.tmp_dir before.
_FREQUENCIES: dict[str, int] = jieba.dt.FREQ
_VERBS = frozenset((Path(__file__).parent / "data" / "verbs.txt").read_text(encoding="utf8").split("\n", 1)[1].split())
_ADDED = frozenset(word for word in KINDS if len(word) > 1 and not _FREQUENCIES.get(word))
for _word in KINDS:
    if len(_word) > 1 and _FREQUENCIES.get(_word, 0) < OURS:
        jieba.dt.add_word(_word, OURS)
for _word in GLUED:
    jieba.dt.del_word(_word)


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Short stretches between two words that a rule has read: the same ones come again and again."""
    return tuple(jieba.cut(text, HMM=False)) if text else ()


def is_word(text: str) -> bool:
    """A word of jieba's own dictionary."""
    return bool(_FREQUENCIES.get(text)) and text not in _ADDED


def is_verb(text: str) -> bool:
    """By the dictionary's mark; a noun that can be one (发展, 建设) counts too."""
    return text in _VERBS


def frequency(text: str) -> int:
    """How often jieba's corpus has the word; 0 for none."""
    return 0 if text in _ADDED else _FREQUENCIES.get(text, 0)
