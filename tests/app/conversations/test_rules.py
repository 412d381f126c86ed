"""What tells who somebody is does not stay in a sentence that is kept; what it says of the journey does."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conversations.rules import LETTER, PHONE, PLATE, scrubbed, scrubbed_value

WORDS = st.sampled_from(
    [
        "明早8点三人去无锡",
        "，",
        "后天下午两点半",
        "到市政府",
        "接人",
        "赶8:30的车",
        " ",
        "2026年11月28日",
        "包车",
        "我们四个人",
        "；",
        "开会",
    ]
)
GAPS = st.sampled_from(["", " ", "-"])
SURNAMES, GIVEN = "赵李王陈刘孙杨吴", "伟芳强敏静丽军涛娟磊洋超杰鑫"
BEARERS = ["局长", "副处长", "联系人", "驾驶员", "联系人：", "经办人", "司机", "主任"]


def wide(figures: str) -> str:
    return figures.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})


def spelled(figures: str) -> str:
    return figures.translate({ord(str(n)): "零幺二三四五六七八九"[n] for n in range(10)})


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
identities = st.from_regex(
    r"[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}[0-9X]", fullmatch=True
)
plates = st.from_regex(r"[苏沪浙皖京][A-H][·. ]?[0-9][A-HJ-NP-Z][0-9]{3}", fullmatch=True)
letters = st.from_regex(r"(锡水|常建|苏交)函〔20(2[0-9])〕[1-9][0-9]{0,2}号", fullmatch=True)
names = st.builds(lambda s, g: s + g, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=2))


@given(WORDS, mobiles, WORDS, GAPS, st.sampled_from([str, wide, spelled]))
def test_no_mobile_number_stays_however_it_is_written(before, mobile, after, gap, written):
    said = written(mobile) if written is spelled else written(gap.join((mobile[:3], mobile[3:7], mobile[7:])))
    found = scrubbed(f"{before}电话{said}，{after}")
    assert said not in found and (mobile not in found or mobile == PHONE)
    assert before in found and after in found


@given(WORDS, identities, WORDS)
def test_no_identity_number_stays(before, identity, after):
    found = scrubbed(f"{before}，身份证{identity}，{after}")
    assert identity[6:] not in found and before in found and after in found


@given(WORDS, plates, WORDS)
def test_a_plate_gives_way_to_a_plate(before, plate, after):
    found = scrubbed(f"{before}，派{plate}，{after}")
    assert plate not in found and PLATE in found and before in found and after in found


@given(WORDS, letters, WORDS)
def test_a_letters_number_gives_way_to_another(before, letter, after):
    found = scrubbed(f"{before}，凭{letter}，{after}")
    assert letter not in found and f"凭{LETTER}" in found and before in found and after in found


@given(WORDS, st.sampled_from(BEARERS), names, WORDS)
def test_no_name_by_a_title_stays(before, bearer, name, after):
    found = scrubbed(f"{before}，{bearer}{name}，{after}")
    assert name not in found and f"{bearer}张某" in found and before in found and after in found
    assert name not in scrubbed(f"{before}，请{name}局长去，{after}")


@given(st.lists(st.one_of(WORDS, mobiles, identities, plates, letters, names, st.sampled_from(BEARERS))).map("，".join))
def test_doing_it_twice_changes_nothing_more(text):
    assert scrubbed(scrubbed(text)) == scrubbed(text)


@given(st.text(max_size=300))
def test_any_text_can_be_scrubbed(text):
    assert isinstance(scrubbed(text, ["张三"]), str)


@pytest.mark.parametrize(
    "text", ["1" * 2000, "张" * 2000, "局长李" * 600, "苏A1" * 600, "a@" * 1000, "〔2026〕1" * 300, "1 3-" * 500]
)
def test_two_thousand_characters_take_no_time(text):
    began = time.perf_counter()
    scrubbed(text)
    assert time.perf_counter() - began < 0.5


def test_sentences_that_name_nobody_stay_as_they_are():
    file = Path(__file__).parents[2] / "nlu" / "sentences.jsonl"
    texts = [json.loads(line)["text"] for line in file.read_text("utf8").splitlines()]
    changed = [text for text in texts if scrubbed(text) != text]
    assert len(changed) < len(texts) * 0.1


@pytest.mark.parametrize(
    "text",
    [
        "局长周三去无锡",
        "领导马上走",
        "水利局局长",
        "市政园林局，2人",
        "YC20261123-0001改成9点",
        "20261124 0830出发",
        "武进区书记",
        "2026-11-24 08:30去上海",
    ],
)
def test_what_only_looks_like_a_name_or_a_number_stays(text):
    assert scrubbed(text) == text


def test_a_value_is_scrubbed_wherever_it_hides():
    found = scrubbed_value({"phone": "13912345678", "stops": ["接赵伟", {"x": "赵伟处长"}], "passengers": 3}, ["赵伟"])
    assert found == {"phone": PHONE, "stops": ["接张某", {"x": "张某处长"}], "passengers": 3}
