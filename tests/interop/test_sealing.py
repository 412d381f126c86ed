"""Others seal and sign, we read and answer, they open the answer: nobody here shares a line of code."""

import time

import pytest

from tests.interop import speech

WORDS = ["明早8点三人去无锡东站", "🚗👨‍👩‍👧 到了", "a &amp; b <b>粗</b>", "一行\n又一行", "x" * 2000]


def post_sealed(post, peer, words: str, wire: str) -> speech.Tree:
    """What the receiver answered to these words, opened by the peer."""
    args, body = speech.sealed(peer, words, wire, at_s=int(time.time()))
    return speech.opened(peer, post(args, body), wire)


@pytest.mark.parametrize("wire", ["xml", "json"])
@pytest.mark.parametrize("words", WORDS)
def test_words_go_there_and_come_back(post, peer, words, wire):
    reply = post_sealed(post, peer, words, wire)
    assert reply["Content"] == words
    assert (reply["ToUserName"], reply["FromUserName"], reply["MsgType"]) == ("o-zhangmin", "gh_city", "text")
