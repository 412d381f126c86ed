"""Codes of airlines (IATA) that fly to and from China's airports; a flight is a code and three or four digits."""

_CODES = """
    CA MU CZ HU FM MF ZH SC 3U 9C HO KN GS JD G5 8L TV EU GJ DR QW NS BK DZ AQ CN FU GX GY HX KA CX NX BR CI JX IT B7 AE UO OQ GT LT RY UQ PN VD YI HB KY Y8 JR A6 9H CF O3 I9 IV
    SQ KE OZ NH JL MM TG FD VZ SL MH AK D7 OD VN VJ QR EK EY TK LH AF KL BA VS UA AA DL AC QF NZ SU S7 U6 HY KC PR 5J Z2 GA QZ JT 7C TW BX LJ ZE RF TR 3K LX OS AY SK LO AZ IB ET MS UL PK AI 6E K6 BI QV 8M MI W5 RA OM M0 HZ FZ G9 J2 WY SV HA WS TP
"""
AIRLINES = frozenset(_CODES.split())
# 东航2845: the airline by name.
NAMES = {
    "国航": "CA", "东航": "MU", "南航": "CZ", "海航": "HU", "上航": "FM", "厦航": "MF", "深航": "ZH", "山航": "SC", "川航": "3U", "春秋": "9C", "春航": "9C", "吉祥": "HO", "联航": "KN", "天津航": "GS", "首都航": "JD", "华夏": "G5", "祥鹏": "8L",
    "西藏航": "TV", "成都航": "EU", "长龙": "GJ", "瑞丽": "DR", "青岛航": "QW", "河北航": "NS", "奥凯": "BK", "东海航": "DZ", "九元": "AQ", "国泰": "CX", "港航": "HX", "长荣": "BR", "华航": "CI",
}  # fmt: skip
