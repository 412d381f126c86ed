"""A sentence that was read wrong and put right is kept for review: with consent only, and without who said it."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from app.conversations.examples import PER_DAY_MAX
from app.conversations.model import Consent, Misreading
from app.kernel.db import across_tenants
from tests.city import City
from tests.handlers import ledger
from tests.handlers.chat.people import OFFICIAL, WISH, on_sqlite

ASKED = "可否留作改进"
CALLED = "后天上午9点，2人，去金坛区政府，防汛检查，下午3点回，联系人孙大伟13912345678"


def kept(city: City) -> list[Misreading]:
    with city.sessions() as session, across_tenants(session):
        return list(session.scalars(select(Misreading).order_by(Misreading.id)))


def put_right(city: City, *said: str, openid: str = OFFICIAL) -> str:
    """Say all of it and confirm; the answer to the yes."""
    for words in said:
        answer = city.tell(openid, words)
    assert "【请确认】" in answer, answer
    return city.tell(openid, "确认")


def exported(city: City, *options: str) -> list[dict[str, Any]]:
    done = city.app.test_cli_runner().invoke(args=["nlu", "candidates", *options])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_who_agreed_has_misread_sentences_kept_as_test_sentences(city: City) -> None:
    assert "好的" in city.tell(OFFICIAL, "同意收集例句")
    assert ASKED not in put_right(city, WISH, "不对，是上午10点")
    (line,) = exported(city)
    assert line["text"] == WISH and line["now"] == "2026-11-23T10:15:00+08:00"
    assert line["was"]["depart_at"] == "2026-11-25T09:00:00+08:00"
    assert line["expect"] == line["was"] | {"depart_at": "2026-11-25T10:00:00+08:00"}
    assert line["expect"]["intent"] == "book" and "context" not in line and line["reader"]


def test_without_consent_nothing_is_kept_and_it_is_asked_once(city: City) -> None:
    assert ASKED in put_right(city, WISH, "不对，是上午10点")
    assert ASKED not in put_right(city, WISH.replace("后天", "大后天"), "错了，应该是3个人")
    assert kept(city) == []


@on_sqlite
def test_the_sentence_that_was_asked_about_is_kept_by_the_yes(city: City) -> None:
    put_right(city, CALLED, "不对，是上午10点")
    assert "1句已留下" in city.tell(OFFICIAL, "同意收集例句。")
    (row,) = kept(city)
    assert "孙大伟" not in row.text and "13912345678" not in row.text and "金坛区政府" in row.text
    assert "已开启，留有1句" in city.tell(OFFICIAL, "我的设置")


@on_sqlite
def test_what_is_remembered_for_it_has_no_phone_and_no_name(city: City) -> None:
    city.tell(OFFICIAL, CALLED)
    row = next(row for row in ledger.rows(city)["conversation"] if "heard" in str(row))
    memory = next(value for value in row if isinstance(value, dict))
    assert "13912345678" not in json.dumps(memory["heard"]) and "孙大伟" not in json.dumps(memory["heard"])


@on_sqlite
def test_names_of_the_roster_are_made_up_too(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, "后天上午9点，2人，去金坛区政府，陪赵伟防汛检查，下午3点回", "不对，是上午10点")
    (row,) = kept(city)
    assert "赵伟" not in json.dumps([row.text, row.was, row.expect], ensure_ascii=False)


@on_sqlite
@pytest.mark.parametrize(
    "said", ["改成上午10点", "推迟到上午10点", "晚半小时", "再加一个人", "不去金坛区政府了，去溧阳市政府"]
)
def test_a_change_of_mind_is_no_misreading(city: City, said: str) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, said)
    assert kept(city) == []


@on_sqlite
@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("上午10点", "depart_at", "2026-11-25T10:00:00+08:00"),
        ("不是9点是10点", "depart_at", "2026-11-25T10:00:00+08:00"),
        ("3个人", "passengers", 3),
        ("错了，我说的是去溧阳市政府", "destination", "溧阳市政府"),
    ],
)
def test_saying_it_again_right_after_the_read_back_puts_it_right(city: City, said: str, slot: str, value: Any) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, said)
    (row,) = kept(city)
    assert row.expect[slot] == value != row.was[slot] and row.text == WISH


@on_sqlite
def test_a_no_alone_and_then_the_right_word(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, "不对", "3个人")
    (row,) = kept(city)
    assert (row.was["passengers"], row.expect["passengers"]) == (2, 3)


@on_sqlite
def test_a_correction_taken_back_leaves_nothing(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, "不对，是上午10点", "撤销刚才的修改")
    assert kept(city) == []


@on_sqlite
def test_a_correction_that_was_misread_itself_is_kept_with_its_context(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, "不对，是3个人", "不对，是4个人")
    first, second = kept(city)
    assert (first.was["passengers"], first.expect["passengers"]) == (2, 4)
    assert (second.was["passengers"], second.expect["passengers"]) == (3, 4)
    assert second.context["asked"] == "confirm" and second.context["slots"]["passengers"] == 2


@on_sqlite
def test_a_draft_given_up_leaves_nothing(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    city.tell(OFFICIAL, WISH)
    city.tell(OFFICIAL, "不对，是上午10点")
    city.tell(OFFICIAL, "取消")
    put_right(city, WISH)
    assert kept(city) == []


def test_who_takes_consent_back_is_forgotten(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, "不对，是上午10点")
    assert "1句已删除" in city.tell(OFFICIAL, "不再收集例句")
    assert kept(city) == [] and "未开启" in city.tell(OFFICIAL, "我的设置")
    assert ASKED not in put_right(city, WISH.replace("后天", "大后天"), "不对，是上午10点")
    assert kept(city) == []
    assert [event.kind for event in city.events() if event.kind.startswith("examples.")] == [
        "examples.agreed",
        "examples.withdrawn",
    ]


@on_sqlite
def test_who_refuses_before_being_asked_is_not_asked(city: City) -> None:
    city.tell(OFFICIAL, "不要收集例句")
    assert ASKED not in put_right(city, WISH, "不对，是上午10点")
    assert city.count(Consent) == 1 and city.events("examples.withdrawn") == []


@on_sqlite
def test_a_yes_a_day_later_keeps_nothing_of_before(city: City) -> None:
    put_right(city, WISH, "不对，是上午10点")
    city.clock.at = city.now.replace(day=city.now.day + 1, minute=30)
    assert "句已留下" not in city.tell(OFFICIAL, "同意收集例句")
    assert kept(city) == []


@on_sqlite
def test_of_one_person_a_few_a_day_are_kept(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    for n in range(PER_DAY_MAX + 1):
        put_right(city, WISH.replace("后天", f"12月{n + 1}日"), "不对，是上午10点")
    assert len(kept(city)) == PER_DAY_MAX


@on_sqlite
def test_the_words_of_consent_leave_a_draft_alone(city: City) -> None:
    city.tell(OFFICIAL, WISH)
    city.tell(OFFICIAL, "同意收集例句")
    assert "订单号" in city.tell(OFFICIAL, "确认")


@on_sqlite
def test_what_was_misread_stands_in_no_fact(city: City) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, WISH, "不对，是上午10点")
    assert not any("不对" in event.facts or WISH in event.facts for event in city.events())


@on_sqlite
@pytest.mark.parametrize("words", ["少两个", "少2个人", "加两个", "减两个人"])
def test_a_relative_change_is_no_correction(city: City, words: str) -> None:
    assert ASKED not in put_right(city, WISH.replace("2人", "4人"), words)


@on_sqlite
@pytest.mark.parametrize("before", ["找", "叫", "联系", "联系人", "姓名", ""])
def test_a_name_after_a_bearer_or_a_phone_is_never_kept(city: City, before: str) -> None:
    city.tell(OFFICIAL, "同意收集例句")
    put_right(city, f"{WISH}，电话13812345678{before}陈建国", "不对，是上午10点")
    (row,) = kept(city)
    assert "陈建国" not in row.text and "13812345678" not in row.text, row.text


@on_sqlite
def test_a_name_is_not_remembered_before_consent_either(city: City) -> None:
    city.tell(OFFICIAL, f"{WISH}，电话13812345678找陈建国")
    row = next(row for row in ledger.rows(city)["conversation"] if "heard" in str(row))
    memory = next(value for value in row if isinstance(value, dict))
    assert memory["heard"] and "陈建国" not in json.dumps(memory["heard"], ensure_ascii=False)
