"""Every fault has one sentence, whole and without a gap."""

from datetime import datetime
from string import Formatter

import pytest

from app.kernel.clock import CITY_TZ
from app.kernel.faults import Fault, Forbidden, Invalid, NotFound, Refused
from app.kernel.scope import ROLE_NAMES, Scope
from app.kernel.settings import Settings
from app.kernel.texts import TEXTS, words


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_sentence_shows_every_figure_it_is_given(code: str) -> None:
    facts = {name: f"〔{name}〕" for name in places(TEXTS[code])}
    said = words(Fault(code), **facts)
    assert all(f"〔{name}〕" in said for name in facts)
    assert ("{" not in said and "×" not in said and said[-1] in "。”}…？！") or code == "request.invalid"


def test_a_missing_figure_is_a_gap_and_not_a_crash() -> None:
    assert words(Refused("booking.too_far")) == "最多可提前×天预约（规则 ×），请临近时再约。"


def test_an_instant_is_said_as_the_citys_day_and_hour() -> None:
    at = datetime(2026, 12, 5, 14, 30, tzinfo=CITY_TZ)
    assert words(Refused("booking.past", at=at)) == "12-05(周六) 14:30 已经过去了，请换一个时间。"


def test_what_is_said_later_wins() -> None:
    assert words(Refused("slip.none", ref="甲"), ref="乙").startswith("乙 ")


def test_each_kind_of_fault_has_its_status() -> None:
    assert [kind.status for kind in (Invalid, NotFound, Refused, Forbidden)] == [422, 404, 409, 403]


def test_a_role_that_is_missing_is_said_in_words() -> None:
    nobody = Scope(1, 7, "某人", roles=frozenset({"official"}))
    nobody.demand("dispatcher", "official")
    with pytest.raises(Forbidden) as fault:
        nobody.demand("dispatcher", "fleet_manager")
    assert words(fault.value).startswith("这项操作需要调度员、车队管理员身份")
    assert all(name for name in ROLE_NAMES.values())


def test_settings_are_what_the_contract_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    found = Settings()
    assert (found.port, found.emulator_port, found.host) == (8000, 8010, "127.0.0.1")
    assert (str(found.paiche_var), found.demo_city, found.demo_vehicles, found.demo) == ("var", "small", None, False)
    assert found.wechat_appid == "wxdemo0000000001"
    assert found.wechat_token.get_secret_value() == "paiche-demo-token"
    assert found.wechat_aes_key.get_secret_value() == "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    assert found.sql_url.endswith("/var/paiche.sqlite3") and found.queue_url.endswith("/var/redis.sock")
    assert found.clock_file is None or found.clock_file.exists()


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(session_secret="geheim-geheim", wechat_secret="geheim"))
    assert "geheim" not in shown
