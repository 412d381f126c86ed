"""The normal form: one width, simplified characters, mistypings mended, spans in the sentence as sent."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlu.data.mistypings import MISTYPINGS, Mistyping
from nlu.text import normalise, number

ROWS = [pytest.param(row, id=row.said) for row in MISTYPINGS]
PIECES = st.sampled_from(
    [*"８：，。.１９无錫後點①Ⅳ㎞\u0301\u200b\ufe0f\u20e3٣가가ﾊﾞ𝟖é乾著Å", "8️⃣", "1,000", "8;30", "明天", "\n"]
)


@pytest.mark.parametrize("row", ROWS)
def test_a_mistyping_is_mended(row: Mistyping) -> None:
    sent, meant = row.mends
    assert normalise(sent).norm == meant


@pytest.mark.parametrize("row", ROWS)
def test_what_only_looks_like_a_mistyping_stays(row: Mistyping) -> None:
    assert [normalise(sentence).norm for sentence in row.keeps] == list(row.keeps)


@pytest.mark.parametrize("row", ROWS)
def test_a_mending_keeps_its_length(row: Mistyping) -> None:
    assert {len(wrong) for wrong in row.said.split()} == {len(row.meant)}


@pytest.mark.parametrize("row", ROWS)
def test_every_form_of_a_mistyping_is_mended_where_the_first_is(row: Mistyping) -> None:
    forms, (sent, meant) = row.said.split(), row.mends
    shown = next(form for form in forms if form in sent)
    for form in forms:
        got = normalise(sent.replace(shown, form)).norm
        assert got == meant, form


@pytest.mark.parametrize(
    ("sent", "norm"),
    [
        ("明天８：３０　去無錫", "明天8:30 去无锡"),
        ("後天兩點從國土資源廳來", "后天两点从国土资源厅来"),
        ("乾净 乾隆 等著 著名 瞭解 瞭望 批覆 覆盖 藉口", "干净 乾隆 等着 著名 了解 瞭望 批复 覆盖 借口"),
        ("①人 ⑫号 Ⅳ号楼", "1人 12号 IV号楼"),
        ("8️⃣点 3️⃣个人", "8点 3个人"),
        ("٣人 ８点 𝟖点", "3人 8点 8点"),
        ("8；30，1，200人", "8:30，1200人"),
        ("明天.下午", "明天。下午"),
        ("12.1去", "12.1去"),
        ("明\u200b天\ufeff八点", "明天八点"),
        ("一行〇五人", "一行零五人"),
        ("壹月拾壹日上午玖点，叁人", "一月十一日上午九点，三人"),
        ("陆个人 拾陆人 贰拾人 大陆人 收拾 陆工 队伍人数", "六个人 十六人 二十人 大陆人 收拾 陆工 队伍人数"),
        ("儘快，謝謝妳", "尽快，谢谢你"),
    ],
)
def test_one_normal_form(sent: str, norm: str) -> None:
    assert normalise(sent).norm == norm


def test_spans_speak_of_the_sentence_as_sent() -> None:
    sent = "出发㎞ ８️⃣点 1,200人"
    text = normalise(sent)
    at = text.norm.index("8点")
    assert sent[slice(*text.span(at, at + 2))] == "８️⃣点"
    at = text.norm.index("1200")
    assert sent[slice(*text.span(at, at + 4))] == "1,200"


@pytest.mark.parametrize(
    ("sent", "norm"),
    [
        ("去苏州4ren", "去苏州4人"),
        ("mingtian去wuxi", "明天去无锡"),
        ("上午1O点", "上午10点"),
        ("早上.2个人", "早上。2个人"),
        ("https://paiche/siji", "https://paiche/siji"),
        ("3.5公里", "3.5公里"),
        ("坐GL8", "坐GL8"),
    ],
)
def test_words_in_letters_and_letters_for_figures(sent: str, norm: str) -> None:
    text = normalise(sent)
    assert (text.norm, len(text.at)) == (norm, len(norm))


@given(st.lists(PIECES, max_size=12).map("".join))
@example("去无锡½～ﬁ")
@example("e\u200b\u0301")
def test_compatible_sentences_have_one_normal_form(sent: str) -> None:
    for form in ("NFKC", "NFKD", "NFC"):
        assert normalise(unicodedata.normalize(form, sent)).norm == normalise(sent).norm


@given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map("".join))
def test_every_character_knows_its_place(sent: str) -> None:
    text = normalise(sent)
    assert len(text.at) == len(text.norm)
    assert list(text.at) == sorted(text.at)
    assert all(0 <= at < len(sent) for at in text.at)


@pytest.mark.parametrize(
    ("words", "value"), [("十二", 12), ("两百零五", 205), ("二零二六", 2026), ("廿三", 23), ("人", None)]
)
def test_numbers_in_words(words: str, value: int | None) -> None:
    assert number(words) == value
