"""Places known: the country's, a tenant's over them, and both when misheard or mistyped."""

import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import cnlunar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import gazetteer
from nlu.data.lunar import MONTHS, TERM_NAMES, TERMS
from nlu.lexicon import Known, Lexicon, find
from nlu.rules import towns
from tests.nlu.work import calls

OURS = Lexicon(
    [
        {"name": "常州市财政局", "aliases": ["财政局", "市财政局"], "kind": "office", "division": "320411"},
        {"name": "常州站", "aliases": ["火车站"], "kind": "station", "division": "320402"},
        {"name": "奔牛机场", "aliases": ["机场"], "kind": "airport", "division": "320411"},
        {"name": "新北万达", "aliases": ["万达广场"], "kind": "other", "division": "320411"},
        {"name": "武进万达", "aliases": ["万达广场"], "kind": "other", "division": "320412"},
        {"name": "八号桥文创园", "aliases": ["八号桥"], "kind": "place"},
        ("红梅公园", "红梅"),
        "大剧院",
    ],
    home="3204",
)


def names(text: str, lexicon: Lexicon | None = None) -> list[str]:
    return [known.name for known in find(text, lexicon)]


def only(text: str, lexicon: Lexicon | None = None) -> Known:
    (known,) = find(text, lexicon)
    return known


# --- The country ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "kind", "full"),
    [
        ("去常州", "常州", "city", "江苏省常州市"),
        ("去武进区", "武进区", "district", "江苏省常州市武进区"),
        ("去恩施", "恩施", "city", "湖北省恩施土家族苗族自治州"),
        ("到江阴市政府", "江阴市", "county", "江苏省无锡市江阴市"),
        ("去浦东", "浦东", "district", "上海市浦东新区"),
        ("去内蒙古", "内蒙古", "province", "内蒙古自治区"),
        ("去周铁镇", "周铁镇", "town", "江苏省无锡市宜兴市周铁镇"),
        ("去雪堰", "雪堰", "town", "江苏省常州市武进区雪堰镇"),
        ("去南京南接人", "南京南", "station", "南京南站"),
        ("到无锡东", "无锡东", "station", "无锡东站"),
        ("去溧水北站", "溧水北站", "station", "溧水北站"),
        ("去常州火车站", "常州火车站", "station", "常州火车站"),
        ("去禄口接机", "禄口", "airport", "南京禄口国际机场"),
        ("到虹桥T2", "虹桥T2", "airport", "上海虹桥国际机场"),
        ("到浦东T1", "浦东T1", "airport", "上海浦东国际机场"),
        ("到奔牛机场", "奔牛机场", "airport", "常州奔牛国际机场"),
        ("去硕放", "硕放", "airport", "苏南硕放国际机场"),
    ],
)
def test_the_country_is_known(text: str, name: str, kind: str, full: str) -> None:
    known = only(text)
    assert (known.name, known.kind, known.full, known.said) == (name, kind, full, name)
    assert text[known.start : known.end] == name
    assert known.candidates == ()


def test_a_division_tells_what_it_lies_in() -> None:
    assert only("去湖塘镇").chain == ("江苏省", "常州市", "武进区")
    assert only("去静安区").chain == ("上海市",)
    assert only("去静安区").code == "310106"


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("去鼓楼区", "江苏省南京市鼓楼区"),
        ("去虹桥", "上海虹桥站"),
        ("去通州", "北京市通州区"),
        ("去太平镇", "江西省南昌市新建区太平镇"),
    ],
)
def test_a_name_of_several_places_is_for_asking(text: str, candidates: str) -> None:
    known = only(text)
    assert len(known.candidates) > 1
    assert candidates in known.candidates
    assert known.full == ""


def test_the_division_named_before_decides() -> None:
    assert find("去徐州鼓楼区", None)[1].full == "江苏省徐州市鼓楼区"
    assert find("去武进区湖塘", None)[1].full == "江苏省常州市武进区湖塘镇"


def test_the_tenant_s_own_city_decides() -> None:
    assert only("去鼓楼区", Lexicon(home="320100")).full == "江苏省南京市鼓楼区"


@pytest.mark.parametrize(
    "text",
    [
        "请来安排一下", "今天宁可早点", "文明光荣", "和县长一起去", "路桥费20", "天台上见", "通江大道", "去开会", "建设方案", "平安到达", "方正字体", "安居工程",
        "南部地区", "去新华书店", "三门课程", "从来安静", "开化验单", "同心同德", "解放思想", "过来宾馆接人", "去城镇", "去乡镇", "中心开发区",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("去杭州西湖", ["杭州"]), ("去苏州北部", ["苏州"]), ("上海南京路", ["上海", "南京"]), ("常州站着等", ["常州"])],
)
def test_a_direction_may_belong_to_the_next_word(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_short_forms_have_two_characters_at_least() -> None:
    assert all(len(each.short) != 1 for each in gazetteer.DIVISIONS)


def test_questions_of_the_rules() -> None:
    assert gazetteer.cities_of("武进区") == ("常州",)
    assert gazetteer.cities_of("静安") == ("上海",)
    assert gazetteer.is_shared("鼓楼区")
    assert not gazetteer.is_shared("武进区")
    assert gazetteer.is_division("苏州市")
    assert not gazetteer.is_division("苏州北站")
    assert towns.town("江阴市水利局") == "江阴"
    assert towns.town("上海路") == ""
    assert towns.is_division("苏州吴中区")


# --- A tenant ------------------------------------------------------------------------------------------------------------


def test_a_tenant_s_names_win() -> None:
    known = find("从常州市财政局去无锡", OURS)
    assert [(k.name, k.kind, k.full) for k in known] == [
        ("常州市财政局", "office", "常州市财政局"),
        ("无锡", "city", "江苏省无锡市"),
    ]
    assert only("到火车站", OURS).full == "常州站"


def test_an_alias_inside_a_longer_name_of_the_country_is_not_ours() -> None:
    assert only("到宁波机场", OURS).full == "宁波栎社国际机场"
    assert only("到机场", OURS).full == "奔牛机场"


def test_an_alias_of_two_places_is_for_asking() -> None:
    assert only("去万达广场", OURS).candidates == ("新北万达", "武进万达")
    assert find("去武进区万达广场", OURS)[1].full == "武进万达"


def test_entries_may_be_objects() -> None:
    place = SimpleNamespace(name="市民中心", aliases=("龙城大厅",), kind="office", division="320411")
    assert only("去龙城大厅", Lexicon([place])).full == "市民中心"


def test_no_lexicon_is_an_empty_one() -> None:
    assert names("去大剧院", Lexicon()) == names("去大剧院") == []
    assert names("去大剧院", OURS) == ["大剧院"]


# --- Misheard --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "name"),
    [pair.split("→") for pair in re.split(" ",
        "无西→无锡 长熟→常熟 江音→江阴 宜新→宜兴 利阳→溧阳 力阳→溧阳 洋州→扬州 珍江→镇江 仪正→仪征 武尽→武进 杭洲→杭州 昆衫→昆山 何肥→合肥 淮按→淮安 南同→南通"
        " 太苍→太仓 张家岗→张家港 连云岗→连云港 嘉新→嘉兴 绍行→绍兴 镇疆市→镇江市 武尽区→武进区 徐洲→徐州 金谭→金坛 岳清→乐清 陆安→六安"
    )],
)  # fmt: skip
def test_a_misheard_town_is_mended(said: str, name: str) -> None:
    known = only(f"明天去{said}开会")
    assert (known.name, known.said) == (name, said)


@pytest.mark.parametrize(("text", "name", "said"), [
    ("去常州市财证局", "常州市财政局", "常州市财证局"), ("到红煤公园", "红梅公园", "红煤公园"), ("去大剧圆看戏", "大剧院", "大剧圆"), ("去八耗桥", "八号桥", "八耗桥"),
])  # fmt: skip
def test_a_misheard_place_of_the_tenant_is_mended(text: str, name: str, said: str) -> None:
    known = only(text, OURS)
    assert (known.name, known.said) == (name, said)


@pytest.mark.parametrize(
    "text",
    [
        "这个我不同意，太远了", "路过姜堰取个样", "去江音乐会", "去听音乐", "来暗访一下", "去长青农场", "到场周边看看", "就长住下来", "无息贷款", "去宜新能源公司", "连云新闻",
        "一共三个人，要商务车", "同意，注意安全", "在路上了，还有十分钟", "太差了", "有点远，换个近的", "常熟练", "去金融局", "到杭大", "苏醒了", "去羊城晚报", "送文件去财务科",
    ],
)  # fmt: skip
def test_what_only_sounds_alike_stays(text: str) -> None:
    assert [k for k in find(text, OURS) if k.name != k.said] == []


def test_two_wrong_characters_in_a_short_name_are_not_guessed() -> None:
    assert names("去五西") == []


def test_a_correction_is_mended_too() -> None:
    assert names("改成无西，不对常洲，去趟江音") == ["无锡", "常州", "江阴"]


# --- Size and speed ------------------------------------------------------------------------------------------------------


@given(
    st.lists(
        st.sampled_from(
            ["去", "无西", "常州市", "财证局", "武进区", "火车站", "北", "虹桥", "T2", "，", "市", "湖塘", "来安排"]
        ),
        max_size=20,
    ).map("".join)
)
def test_names_never_overlap_and_keep_the_length(text: str) -> None:
    at = 0
    for known in find(text, OURS):
        assert known.start >= at
        assert len(known.name) == len(known.said) == known.end - known.start
        assert text[known.start : known.end] == known.said
        at = known.end


def test_the_work_grows_with_the_text() -> None:
    text = "去无西接人从常州市财政局到江阴" * 130
    assert calls(lambda: find(text[:1900], OURS)) < 5 * calls(lambda: find(text[:475], OURS))


# --- Data ----------------------------------------------------------------------------------------------------------------


def test_the_lunar_table_is_cnlunar_s() -> None:
    for year in range(min(MONTHS), max(MONTHS) + 1):
        terms = cnlunar.Lunar(datetime(year, 6, 1, 12)).thisYearSolarTermsDic  # noqa: DTZ001
        assert dict(zip(TERM_NAMES.split(), TERMS[year].split(), strict=True)) == {
            n: f"{m:02}{d:02}" for n, (m, d) in terms.items()
        }
        for word in MONTHS[year].split():
            month, day = word.split(":")
            lunar = cnlunar.Lunar(datetime.strptime(f"{day}12", "%Y%m%d%H"))  # noqa: DTZ007
            assert (lunar.lunarYear, lunar.lunarMonth, lunar.lunarDay) == (year, abs(int(month)), 1)
            assert lunar.isLunarLeapMonth == month.startswith("-")


def test_airports_have_a_code_or_a_dash_and_a_city() -> None:
    rows = [
        line.split("\t")
        for line in (Path(gazetteer.__file__).parent / "data" / "airports.txt").read_text("utf-8").splitlines()
    ]
    assert all(re.fullmatch("[A-Z]{3}|-", code) for code, *_ in rows)
    assert all("机场" in name for _, _, name, _ in rows)
    codes = [code for code, *_ in rows if code != "-"]
    assert len(codes) == len(set(codes))
