"""Conversations: one question at a time, doubts asked, corrections kept, nothing submitted unread."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from nlu import Act, Ask, Drop, Manner, Ready, Reply, State, Turn, Unclear, advance, hear, parse
from nlu.dialogue import refused

NOW = datetime.fromisoformat("2026-11-23T10:15:00+08:00")


class Talk:
    """One person talking; the state goes through JSON between any two sentences."""

    def __init__(self, role: str = "official", now: datetime = NOW, manner: Manner | None = None) -> None:
        self.state: State | None = None
        self.role, self.now, self.manner = role, now, manner or Manner()

    def say(self, text: str, after_min: int = 1) -> Turn:
        self.now += timedelta(minutes=after_min)
        reading = hear(self.state, text, self.now, role=self.role)
        state, turn = advance(self.state, reading, self.now, self.manner)
        self.state = State.from_json(json.loads(json.dumps(state.to_json())))
        return turn

    def wish(self, text: str) -> dict[str, Any]:
        turn = self.say(text)
        assert isinstance(turn, Ready), turn
        return dict(turn.wish)


def test_three_open_points_are_asked_in_one_question_and_answered_in_one_sentence() -> None:
    talk = Talk()
    ask = talk.say("后天早上7点半四个人去苏州")
    assert isinstance(ask, Ask) and ask.points == ("place_detail", "return_at", "purpose")
    wish = talk.wish("市水务局，谈合同，下午四点半回")
    assert (wish["destination"], wish["depart_at"][:16], wish["return_at"][:16], wish["passengers"]) == (
        "苏州市水务局",
        "2026-11-25T07:30",
        "2026-11-25T16:30",
        4,
    )
    done = talk.say("确认")
    assert isinstance(done, Act) and done.verb == "submit" and done.args["destination"] == "苏州市水务局"
    assert talk.state is not None and not talk.state.has_draft


def test_a_whole_booking_is_read_back_at_once() -> None:
    wish = Talk().wish("明天9点从市政府去镇江市住建局开会，3人，下午5点回")
    assert wish["purpose"] == "开会" and wish["return_at"][:16] == "2026-11-24T17:00"


def test_hard_points_are_asked_one_at_a_time() -> None:
    talk = Talk()
    asked = [getattr(talk.say(text), "points", None) for text in ("我要用车", "后天", "两点半", "去溧阳市民中心", "5")]
    assert asked == [("depart_at",), ("depart_time",), ("destination",), ("passengers",), ("return_at", "purpose")]


def test_what_stays_unanswered_takes_its_default_but_the_purpose_is_asked_again() -> None:
    talk = Talk()
    talk.say("明天9点两人去盐城")
    again = talk.say("下午六点回")
    assert isinstance(again, Ask) and again.points == ("purpose",)
    assert talk.wish("调研")["destination"] == "盐城"


def test_one_way_is_inferred_and_said_so() -> None:
    talk = Talk()
    talk.say("明天9点两人去盐城市民中心")
    turn = talk.say("送材料")
    assert isinstance(turn, Ready) and turn.wish["trip_type"] == "oneway" and "trip_type" in turn.inferred


def test_an_hour_gone_by_is_asked_and_a_word_resolves_it() -> None:
    talk = Talk()
    ask = talk.say("9点到10点三个人去三井街道送文件")
    assert isinstance(ask, Ask) and ask.doubt is not None and ask.doubt.why == "hour" and len(ask.doubt.candidates) == 2
    wish = talk.wish("明天上午")
    assert (wish["depart_at"][:16], wish["return_at"][:16], wish["passengers"]) == (
        "2026-11-24T09:00",
        "2026-11-24T10:00",
        3,
    )


def test_midnight_is_confirmed_with_a_yes() -> None:
    talk = Talk()
    ask = talk.say("今晚12点从机关大院去常州站，1人，出差")
    assert isinstance(ask, Ask) and ask.doubt is not None and ask.doubt.why == "midnight"
    assert isinstance(talk.say("对"), Ask | Ready)
    assert talk.state is not None and talk.state.slots["depart_at"][:16] == "2026-11-24T00:00"


def test_an_impossible_date_is_a_problem_not_a_guess() -> None:
    ask = Talk().say("11月31日去溧阳，2人")
    assert isinstance(ask, Ask) and ask.problem == "impossible_date" and ask.points == ("depart_at",)


def test_four_corrections_in_one_sentence_are_told_and_taken_back() -> None:
    talk = Talk()
    talk.say("明天8点两个人去扬州市水利局开会，下午5点回")
    turn = talk.say("改成七点半，不去扬州了去泰州，五个人")
    assert isinstance(turn, Ready) and turn.changed == ("depart_at", "destination", "passengers")
    assert turn.wish["purpose"] == "开会"
    assert turn.was["passengers"] == 2
    held = talk.say("人数改成三十个")
    assert isinstance(held, Ask) and held.wish["passengers"] == 5 and held.held == {"passengers": 30}
    back = talk.wish("算了还是按刚才的")
    assert (back["passengers"], back["destination"], back["depart_at"][11:16]) == (5, "泰州", "07:30")
    assert talk.wish("撤销刚才的修改")["destination"] == "扬州市水利局"


def test_a_journey_moved_to_another_day_takes_its_return_along() -> None:
    talk = Talk()
    talk.say("明天8点两个人去扬州市水利局开会，下午5点回")
    assert talk.wish("改到后天")["return_at"][:16] == "2026-11-25T17:00"


def test_a_yes_before_all_is_said_asks_what_is_missing() -> None:
    talk = Talk()
    talk.say("明天8点去江阴市政府")
    ask = talk.say("确认")
    assert isinstance(ask, Ask) and ask.points == ("passengers",)


def test_asking_something_else_leaves_the_draft() -> None:
    talk = Talk()
    talk.say("明天8点去江阴市政府")
    query = talk.say("我的订单")
    assert isinstance(query, Act) and (query.verb, query.args) == ("query", {"query": "list"})
    ask = talk.say("两位")
    assert isinstance(ask, Ask) and ask.points == ("return_at", "purpose")


def test_words_not_understood_keep_the_question_open() -> None:
    talk = Talk()
    talk.say("明天8点去江阴市政府")
    turn = talk.say("今天股票怎么样")
    assert isinstance(turn, Unclear) and turn.points == ("passengers",)
    assert isinstance(turn.resume, Ask) and turn.resume.points == ("passengers",)


def test_a_draft_can_be_dropped() -> None:
    talk = Talk()
    talk.say("明天8点去江阴市政府")
    assert talk.say("算了，不去了") == Drop()


def test_a_draft_is_forgotten_after_half_an_hour() -> None:
    talk = Talk()
    talk.say("明天8点去江阴市政府")
    talk.say("两位", after_min=31)
    assert talk.state is not None and "destination" not in talk.state.slots


def test_a_second_booking_is_queued() -> None:
    talk = Talk()
    talk.say("明天8点去句容3个人，后天9点去扬州2个人")
    assert talk.state is not None and talk.state.queued == ("后天9点去扬州2个人",)


def test_an_emergency_is_read_back_not_asked_about() -> None:
    turn = Talk().say("急！横山水库大坝渗漏，马上要两台车，8个人去横山水库")
    assert isinstance(turn, Ready) and turn.wish["urgent"] and turn.wish["vehicle_count"] == 2


def test_drivers_and_approvers_act_without_a_draft() -> None:
    assert Talk("driver").say("回场 里程 12480") == Act("back", {"odometer_km": 12480})
    assert Talk("approver").say("驳回 YC20261123-0007 理由 超标准") == Act(
        "reject", {"reason": "超标准", "target": {"order_no": "YC20261123-0007"}}
    )
    assert Talk().say("账单 2026年11月") == Act(
        "command", {"command": {"name": "statement", "args": {"month": "2026-11"}}}
    )


def test_a_yes_is_not_taken_for_the_purpose_that_was_asked() -> None:
    state, _ = advance(None, parse("40分钟后去常州北站，1个人，单程", NOW), NOW)
    for word in ("确认", "好的", "谢谢"):
        after, turn = advance(state, parse(word, NOW, state.context()), NOW)
        assert "purpose" not in after.slots
        assert not isinstance(turn, Ready)


SMALL = ("确认", "好的", "没问题", "谢谢", "你好")


@pytest.mark.parametrize("word", SMALL)
@pytest.mark.parametrize(
    ("asked", "before"),
    [("depart_at", "去溧阳，2人"), ("depart_time", "明天去溧阳，2人"), ("destination", "明天9点要车，2人"), ("passengers", "明天9点去溧阳")],
)  # fmt: skip
def test_a_yes_or_a_greeting_answers_no_hard_question(asked: str, before: str, word: str) -> None:
    talk = Talk()
    talk.say(before)
    assert talk.state is not None and talk.state.asked == asked
    slots = dict(talk.state.slots)
    assert not isinstance(talk.say(word), Ready)
    assert (dict(talk.state.slots), talk.state.asked) == (slots, asked)


@pytest.mark.parametrize("asked", ["origin", "destination", "place_detail", "purpose"])
@pytest.mark.parametrize("word", [*SMALL, "取消"])
def test_small_talk_is_never_a_place(asked: str, word: str) -> None:
    reading = parse(word, NOW, {"intent": "book", "asked": asked, "slots": {"destination": "苏州"}})
    assert not {"origin", "destination", "purpose", "stops"} & reading.keys()


def test_a_yes_with_an_open_question_asks_it_again() -> None:
    talk = Talk()
    talk.say("明天9点要车，2人")
    ask = talk.say("确认")
    assert isinstance(ask, Ask) and ask.points == ("destination",)


@pytest.mark.parametrize("word", ["确认", "好的", "去江阴市政府"])
def test_a_date_that_does_not_exist_is_asked_until_another_is_said(word: str) -> None:
    talk = Talk()
    talk.wish("明天9点两人去溧阳市政府开会，下午5点回")
    talk.say("改到11月31日")
    again = talk.say(word)
    assert isinstance(again, Ask) and (again.points, again.problem) == (("depart_at",), "impossible_date")
    assert talk.wish("12月1日")["depart_at"][:16] == "2026-12-01T09:00"


def test_what_cannot_be_taken_can_be_taken_back() -> None:
    talk = Talk()
    talk.wish("明天9点两人去溧阳市政府开会，下午5点回")
    talk.say("改到13月1日")
    assert talk.wish("还是按刚才的")["depart_at"][:16] == "2026-11-24T09:00"
    assert isinstance(talk.say("确认"), Act)


def test_an_impossible_first_date_leads_to_no_card() -> None:
    talk = Talk()
    talk.say("11月31日9点去无锡市政府开会，2人，单程")
    for word in ("确认", "好的"):
        ask = talk.say(word)
        assert isinstance(ask, Ask) and ask.points == ("depart_at",)
    assert talk.state is not None and "depart_at" not in talk.state.slots


def test_an_hour_that_is_said_is_not_inferred_and_one_that_was_turned_is() -> None:
    talk = Talk()
    talk.wish("明天3点两人去溧阳市政府开会，单程")
    assert talk.state is not None and "depart_at" in talk.state.inferred
    turn = talk.say("改成十点")
    assert isinstance(turn, Ready) and "depart_at" not in turn.inferred
    turn = talk.say("改成四点")
    assert isinstance(turn, Ready) and "depart_at" in turn.inferred and turn.wish["depart_at"][11:16] == "16:00"


def test_a_change_taken_back_takes_its_mark_along() -> None:
    talk = Talk()
    talk.wish("明天上午9点两人去溧阳市政府开会，单程")
    talk.wish("改到后天4点")
    turn = talk.say("撤销刚才的修改")
    assert isinstance(turn, Ready) and turn.wish["depart_at"][:16] == "2026-11-24T09:00"
    assert "depart_at" not in turn.inferred and talk.state is not None and "depart_at" not in talk.state.inferred


@pytest.mark.parametrize(
    ("asked_by", "answer"), [("去溧阳市政府，2人", "11月31日"), ("明天9点去溧阳市政府", "99999个人")]
)
def test_an_answer_that_cannot_be_taken_says_so(asked_by: str, answer: str) -> None:
    talk = Talk()
    talk.say(asked_by)
    ask = talk.say(answer)
    assert isinstance(ask, Ask) and ask.problem in ("impossible_date", "absurd_count")


def test_an_hour_later_today_is_no_vague_answer() -> None:
    assert Talk().wish("待会儿3点去溧阳市政府开会，2人，单程")["depart_at"][:16] == "2026-11-23T15:00"
    ask = Talk().say("下周9点去溧阳市政府开会，2人，单程")
    assert isinstance(ask, Ask) and ask.problem == "vague" and "depart_at" not in ask.wish


def test_a_tenant_has_its_own_order_of_questions() -> None:
    manner = Manner(
        order=("purpose", "destination", "depart_at", "passengers", "letter_no"), together=("return_at",), required=()
    )
    talk = Talk(manner=manner)
    said = ("我要用车", "开会", "溧阳市政府", "明天9点", "三个人", "锡水函〔2026〕88号")
    asked = [getattr(talk.say(text), "points", None) for text in said]
    assert asked == [("purpose",), ("destination",), ("depart_at",), ("passengers",), ("letter_no",), ("return_at",)]


def test_a_tenant_has_its_own_sizes_of_cars() -> None:
    talk = Talk(manner=Manner(car_seats=4, bigger=(("商务车", 7), ("中巴", 20))))
    talk.wish("明天9点三个人去溧阳市政府开会，单程")
    ask = talk.say("改成五个人")
    assert isinstance(ask, Ask) and ask.doubt is not None and ask.doubt.candidates == ("商务车", "中巴")
    assert talk.wish("1")["vehicle_type"] == "商务车"


def test_quick_replies_are_codes_and_values() -> None:
    talk = Talk()
    ask = talk.say("8点三个人去三井街道检查")
    assert isinstance(ask, Ask)
    assert ask.replies == tuple(
        Reply("choose", "depart_at", f"2026-11-{at}:00+08:00") for at in ("23T20:00", "24T08:00")
    )
    ask = talk.say("2")
    assert isinstance(ask, Ask) and ask.replies == (Reply("fill", "trip_type", "oneway"),)
    ready = talk.say("单程")
    assert isinstance(ready, Ready) and [reply.code for reply in ready.replies] == ["confirm", "change", "cancel"]


def reading(**slots: Any) -> dict[str, Any]:
    return {"intent": "book", **slots}


TRIP = {"depart_at": "2026-11-24T08:00:00+08:00", "destination": "鼓楼区政府", "passengers": 2, "purpose": "开会", "trip_type": "oneway"}  # fmt: skip
GULOU = {"slot": "destination", "candidates": ["南京市鼓楼区", "徐州市鼓楼区"], "why": "place", "said": "鼓楼区"}


@pytest.mark.parametrize("answer", [{"choice": 2}, {"destination": "徐州"}, {"destination": "徐州市鼓楼区"}])
def test_a_place_that_may_be_several_is_asked_with_its_candidates(answer: dict[str, Any]) -> None:
    state, turn = advance(None, reading(**TRIP, ambiguous=[GULOU]), NOW)
    assert isinstance(turn, Ask) and turn.points == ("destination",) and turn.doubt is not None
    state, turn = advance(state, {"intent": "inform", **answer}, NOW)
    assert state.slots["destination"] == "徐州市鼓楼区" and not state.doubts


def test_of_several_doubts_the_most_important_is_asked_first_and_none_is_forgotten() -> None:
    hour = {
        "slot": "depart_at",
        "candidates": ["2026-11-23T20:00:00+08:00", "2026-11-24T08:00:00+08:00"],
        "why": "hour",
    }
    state, turn = advance(None, reading(**TRIP, ambiguous=[GULOU, hour]), NOW)
    assert isinstance(turn, Ask) and turn.points == ("depart_at",)
    state, turn = advance(state, {"intent": "inform", "choice": 1}, NOW)
    assert isinstance(turn, Ask) and turn.points == ("destination",)
    state, turn = advance(state, {"intent": "inform", "choice": 1}, NOW)
    assert state.slots["depart_at"][:16] == "2026-11-23T20:00" and state.slots["destination"] == "南京市鼓楼区"


def test_a_mended_name_is_said_aloud_with_what_was_typed_until_another_is_said() -> None:
    mended = {"slot": "destination", "candidates": ["溧阳市政府"], "why": "mended", "said": "立阳市政府"}
    state, turn = advance(None, reading(**TRIP | {"destination": "溧阳市政府"}, ambiguous=[mended]), NOW)
    assert isinstance(turn, Ready) and turn.confirm[0].said == "立阳市政府"
    state, turn = advance(state, {"intent": "change", "passengers": 3}, NOW)
    assert isinstance(turn, Ready) and turn.confirm[0].said == "立阳市政府"
    state, turn = advance(state, {"intent": "change", "destination": "金坛区政府"}, NOW)
    assert isinstance(turn, Ready) and turn.confirm == ()


def test_a_refused_read_back_gives_way_to_the_one_before() -> None:
    talk = Talk()
    talk.wish("明天9点三个人去溧阳市政府开会，单程")
    talk.wish("改到10点")
    assert talk.state is not None
    talk.state = refused(talk.state, "depart_at")
    assert talk.state.slots["depart_at"][11:16] == "09:00" and talk.state.asked == "depart_at"
    assert talk.wish("还是按刚才的")["depart_at"][11:16] == "09:00"


def test_what_is_open_survives_json() -> None:
    talk = Talk()
    for text in ("8点三四个人去三井街道检查，单程", "后天9点去扬州2个人"):
        talk.say(text)
        assert talk.state == State.from_json(json.loads(json.dumps(talk.state and talk.state.to_json())))


def test_an_emergency_is_not_asked_what_for() -> None:
    wish = Talk().wish("急！运村圩堤渗漏，马上要两台车8个人去武进区")
    assert wish["urgent"] and "purpose" not in wish


def test_an_absurd_party_is_refused_once_and_the_known_one_read_back() -> None:
    talk = Talk()
    talk.wish("后天9点4个人去溧阳市政府，开会，下午4点回")
    ask = talk.say("人数改成0")
    assert isinstance(ask, Ask) and ask.problem == "absurd_count"
    assert talk.wish("确认")["passengers"] == 4
