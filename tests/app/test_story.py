"""The whole path by chat alone: a sentence, a yes, an approval, a job card, a finished trip, a fee and a rating."""

from tests.city import REF, City


def test_a_sentence_becomes_a_trip_a_fee_and_a_rating(city: City) -> None:
    asked = city.tell("o-shuili-1", "后天上午9点两个人去宜兴")
    assert "11-25" in asked and "09:00" in asked and "宜兴" in asked and "？" in asked
    card = city.tell("o-shuili-1", "宜兴市政府，开防汛工作会，下午四点回")
    for fact in ("11-25(周三) 09:00", "11-25(周三) 16:00", "2人", "宜兴市政府", "市外", "确认"):
        assert fact in card, card
    ref = REF.search(city.tell("o-shuili-1", "确认"))
    assert ref
    assert ref[0] in city.heard("o-shuili-2")
    assert "同意" in city.tell("o-shuili-2", "同意")
    driver = city.driver_of(ref[0])
    job_card = city.heard(driver)
    assert "里程 12360" in job_card and "宜兴市政府" in job_card
    told = city.heard("o-shuili-1")
    assert "苏D·" in told and "师傅" in told
    drive(city, driver)
    assert "费用合计" in city.heard("o-shuili-1")
    assert "5分" in city.tell("o-shuili-1", "评价 5分 很准时")
    story = city.tell("o-shuili-1", f"{ref[0]} 的经过")
    order = ["申请", "审批同意", "调度派车", "出车", "回场", "结算", "评分"]
    assert [story.index(step) for step in order] == sorted(story.index(step) for step in order)
    slip = city.tell("o-shuili-1", f"派车单 {ref[0]}")
    assert f"PC{ref[0][2:]}" in slip and "版本1" in slip and "130公里" in slip
    assert "合计" in city.tell("o-shuili-1", f"{ref[0]} 费用明细")


def drive(city: City, driver: str) -> None:
    assert "已接单" in city.tell(driver, "接单")
    city.at("11-25 08:40")
    assert "里程 12360" in city.tell(driver, "出发")
    city.at("11-25 08:55")
    assert "到达" in city.tell(driver, "到达")
    city.at("11-25 09:00")
    assert "已上车" in city.tell(driver, "上车")
    city.at("11-25 10:20")
    assert "宜兴市政府" in city.tell(driver, "到达")
    city.at("11-25 16:05")
    assert "返程" in city.tell(driver, "返程")
    city.at("11-25 17:20")
    assert "完成" in city.tell(driver, "完成")
    city.at("11-25 17:40")
    assert "130公里" in city.tell(driver, "回场 里程 12490")
