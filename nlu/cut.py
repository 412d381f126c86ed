"""The one jieba tokenizer of the process, without its guesses (HMM), used only on what no rule has read."""

import logging

import jieba

jieba.setLogLevel(logging.ERROR)
jieba.dt.initialize()  # Once, at import: parse itself reads no file.  A deployment may set jieba.dt.tmp_dir before.


def words(text: str) -> list[str]:
    return jieba.lcut(text, HMM=False) if text else []


def is_word(text: str) -> bool:
    return bool(jieba.dt.FREQ.get(text))
