"""Names that are ordinary words: what the gazetteer must not take for a place when it stands alone."""

# Short forms of cities that mean something nearer to most people (新北区 of 常州).
_BARE_CITIES = "来宾 新北 台东 宜兰 南投 云林 桃园 彰化 花莲 新界 九龙"
BARE_CITIES = frozenset(_BARE_CITIES.split())
# Short forms of counties and districts.
_BARE_COUNTIES = (
    "太湖 路桥 天台 江山 三门 开化 大通 三山 大观 文成 上城 下城 城中 城区 郊区 矿区 新城 东城 西城 和平 南部 中站 开发 新区 东区 西区 南区 北区 开发 通道 平安"
    " 共和 同心 大方 清流 天等 上思 方正 同江 安居 高新 经开 城关 江北 滨江 越城 太和 江干 中原 金东 淮上 西湖 南湖 东西湖 东湖 长安 光明 大同 永和 文山 新华"
    " 桥西 桥东 永定 中山 解放 向阳 东风 前进 红旗 铁东 铁西 河口 河东 河西 河北 平和 安化 临高 东方 成安 安定 安宁 永安 太平 中方 双清 长阳 大安 大港 大东 大兴"
    " 东安 南安 安次 南开 红桥 中宁 中阳 高平 沁水 海关 东港 长治 长清 长岛 天元 天心 天门 尖山 四方 白云 白山 红花岗 城固 玉环 集美 湖里 海港 山海关 和田 城厢 东昌 镇安 永川 山阴"
    " 灵山 金山屯 互助 台前 合作 保定 固安 青山 高坪 大足 三台 万全 万年 万安 开平 三元 安平 新建 定安 新民 明山 明水 民丰 民和 民乐 民权 文安 兴安 新安 平定 平安 安图 通城"
)
BARE_COUNTIES = frozenset(_BARE_COUNTIES.split())
# Short forms of towns.
_BARE_TOWNS = "新站 城东 城南 城西 城北 开发 东部 西部 中心 新开 大会 站前 车站 机场 南站 北站 东站 西站 桥头 高桥"
BARE_TOWNS = frozenset(_BARE_TOWNS.split())
# Whole names of towns.
_TOWNS = "工业园区管委会 城镇 乡镇 重镇 村镇 老街道 大街道 主街道 市镇 小镇 古镇 街道 坐镇"
TOWNS = frozenset(_TOWNS.split())
