"""What drivers say of their trips: the steps, troubles, refusals, expenses, and what they ask."""

import re
from typing import Any

from nlu.acts import expenses, grounds, mileage
from nlu.frames import Frame, Hit, Vocabulary, Words, choose
from nlu.numerals import CHARS, number
from nlu.rule import Rule, always, hide
from nlu.rules.numbers import ORDER, PLATE
from nlu.scene import Scene
from nlu.words.driving import DIALECT, DRIVING, MISHEARD

_N = rf"[\d{CHARS}半几]"
ENDS = frozenset(("back", "return", "finish", "breakdown", "depart", "arrive", "aboard"))
"""Reports in which a number of kilometres is the odometer's."""

# Patterns of characters that a list of words cannot hold; each counts as a word of the class it is named after.
PATTERNS: tuple[Rule, ...] = (
    Rule("driver_late_by", rf"(?<![今昨明后当夜早])晚(?:到)?(?:个|大概|大约|差不多|至少)?{_N}{{1,3}}(?:来|多|几)?(?:分|刻|个?半?小时|个?钟|个把)|(?:还有?|要|得|需要?|大概|估计|差)[^，。]{{0,3}}{_N}{{1,3}}(?:来|多|几)?(?:分钟|小时|个小时|刻钟|个钟头|公里)|迟(?:个|到)?{_N}{{1,3}}(?:分|刻|个?小时)",
         always("late"), kind="late", says=(("晚十分钟到", "late"), ("还要二十来分钟", "late"), ("要晚个一刻钟", "late")), silent=("今晚八点半", "等了四十分钟")),
    Rule("driver_arrived_at", r"(?<![没未快送接拉带运回收开跑得想看听找见遇提轮直没达签报赶])到(?![齐位不底时期哪手账点处家岗])[^，。！ \ue000]{1,14}?(?:了|啦|咯|喽|哉)(?=$|[，。！ ])|(?:^|[，。！ ]|我|车|人|已|刚|经)到(?![齐不底时期哪手账点处岗])[^，。！ 了]{2,14}(?=$|[，。！ ])",
         always("arrive"), kind="arrive", says=(("车到丹阳北站出站口了", "arrive"), ("已到发改委南门", "arrive")), silent=("还没到呢", "送到酒店了", "人到齐了")),
    Rule("driver_waits_at", r"在[^，。！ 家]{1,10}?(?:等|候)(?!了|级|会儿?吧)", always("arrive"), kind="arrive", says=(("我在东门等着", "arrive"),), silent=("在家等级考试",)),
    Rule("driver_fetched", r"(?<![没未])(?:接|拉|捎|载)(?:到|上|着)(?!通知|任务|单|派|电话|消息|命令|指令|活|点|学)[^，。！ ]{1,8}?(?:了|啦|咯)(?=$|[，。！ ])|(?<![没未])(?:接到|接上)(?=\d|[一二两三四五六七八九十]+[位个人])",
         always("aboard"), kind="aboard", says=(("接到刘教授了", "aboard"), ("接到3位客人", "aboard")), silent=("没接到人", "接到通知了")),
    Rule("driver_delivered", r"(?<![没未])把?[^，。！ ]{0,6}?送(?:到|至|去|回)(?!不)[^，。！ ]{1,12}?(?:了|啦|咯)?(?=$|[，。！ ])", always("finish"), kind="finish", says=(("已经把领导送到机场", "finish"),), silent=("准备回场",)),
    Rule("driver_carries_back", r"(?:拉|载|带|送|接)着?[^，。！ ]{1,6}?(?:往?回走|往回|回来|返回|回程|回单位|回去)", always("return"), kind="return", says=(("拉着领导往回走", "return"),), silent=("往前走",)),
    Rule("driver_done", r"(?:会|活动|事情?|检查|验收|调研|饭|任务)(?:都)?(?:已经?)?(?:开|办|搞|弄|结束|做|吃|忙)(?:完|好)了?", always("done"), kind="done", says=(("会开完了", "done"),), silent=("开会",)),
    Rule("driver_i_go", r"我(?:能|可以|来)?(?:去|接|跑|顶|来|出)(?:吧|了|啊|呀|哈|的|没问题|一趟|上)*(?=$|[，。！ ])", always("take"), kind="take", says=(("这趟我去", "take"), ("我来吧", "take")), silent=("我去不了", "我来不及了")),
    Rule("driver_all_taken", r"(?:都|全|全部|两个|两单|两趟)(?:我)?接(?:了|吧|单)?(?=$|[，。！ ])|(?:^|[，。！ \d\ue000])接(?=$|[，。！ ])", always("take"), kind="take", says=(("两个都接", "take"),), silent=("都接上了",)),
    Rule("driver_passed_to", r"(?:给|让|派|叫|换|请)(?:[老小大阿][\u4e00-\u9fff](?:师傅)?|[\u4e00-\u9fff]{1,3}?师傅)(?:吧|去|接|跑|来|上|开(?!走)|顶|(?=$|[，。！ ]))", always("pass"), kind="pass", says=(("给老王吧", "pass"), ("让周师傅去", "pass")), silent=("给老王打电话了",)),
    Rule("driver_on_the_way", r"(?:在|正|已)?(?:(?<!回)[去来]|往)(?!回)[^，。！ 回]{1,10}?(?:的)?路上", always("depart"), kind="depart", says=(("在去高铁站的路上了", "depart"),), silent=("路上堵车", "回来的路上")),
    Rule("driver_part_fails", r"(?:[左右前后]{0,2}(?:轮子?|车?胎|轮胎)|刹车片?|制动|方向盘?|转向|离合器?|变速箱|发动机|电机|雨刮器?|雨刷|[大车尾近远雾]灯|转向灯|车门|车窗|玻璃|后视镜|油泵|皮带|水泵|水箱|水管|油管|传动轴|轴承|半轴|悬挂|减震器?|底盘|排气管|增压器?|助力|电瓶|蓄电池|电池|空调|暖风|仪表盘?|故障灯|油箱|马达|火花塞|保险丝|挡位?|档位?|油门|ABS|abs|气囊|安全带)[^，。！ ]{0,6}?(?:爆|崩|洞|砸|划|变形|瘪|漏|扎|坏|破|鼓|掉|裂|断|响|抖|松|软|硬|重|失灵|失效|不灵|不行|有问题|有毛病|报警|亮|烧|堵|卡|没反应|不转|不动|不工作|打不开|关不上|摇不上|异常|冒|脱|故障|碎|没电|没气|不亮|不制冷|不热|没了|不回|跑偏|抱死|挂不上|丢|挂不|进不|打不|拉不|踩不|拧不|到红|报红|过热|发烫|过高|过低)", always("car_trouble"), kind="car_trouble",
         says=(("后轮爆了", "car_trouble"), ("左前轮胎扎了", "car_trouble"), ("变速箱有异响", "car_trouble")), silent=("换了刹车片", "车门关好了")),
    Rule("driver_soon_back", r"(?:预计|估计|大概|大约|争取|计划|马上|准备|打算|将|可能)[^，。！ ]{0,10}?(?:回[场库单局来到队基]|收车|入库|还车|交车|到[家库])", always("soon"), kind="soon", says=(("预计18:30回场", "soon"),), silent=("回场了",)),
    Rule("driver_ask_tail", r"有[^，。]{0,8}?(?:没有|不|没|无)(?=[？。！ ]*$)|[吗么](?=$|[，。！？ ])|？|了没有?(?=[？。！ ]*$)|(?:取消|改|到|走|来|接|批|定|排)没(?=[？ ]*$)", always("ask"), kind="ask", says=(("请问我下午有任务没有", "ask"), ("后面还有单子不", "ask")), silent=("喂调度吗我到了",)),
    Rule("driver_notice", r"^[\[【(]*(?:紧急|重要|温馨|会议)?(?:通知|提醒|提示|公告)(?![客乘领对他她您一到下])", always("notice"), kind="notice", says=(("通知：明天停电", "notice"),), silent=("麻烦通知一下客人", "通知客人晚点")),
    Rule("driver_sets_off", r"从[^，。！ ]{1,8}?(?:走的?|出来|开出|出发)(?=$|[，。！ 了])|(?:刚|已|已经)(?:出|离开|驶离)(?![现来差错事故])[^，。！ ]{1,8}|往(?!回)[^，。！ 回]{1,8}?(?:来|去|开|赶|走)(?!回)", always("depart"), kind="depart", says=(("刚出小区门", "depart"), ("往市政府来", "depart"), ("从单位走的", "depart")), silent=("往回走", "刚出现")),
    Rule("driver_parks_at", r"(?:停|等|候)在(?!车库|车场|单位|局里|基地|队里|库|路上|家|停车位)[^，。！ ]{2,14}|(?:我|车|车子)(?:已经?|现在|就)?在[^，。！ 回来去赶家]{2,12}(?:了|门口|楼下|出口|站台)(?=$|[，。！ 举停等候])|在[^，。！ ]{2,14}?(?:停着|停好|待命|候客|守着|举牌)", always("arrive"), kind="arrive", says=(("我车停在行政中心负一楼电梯口", "arrive"), ("车在宾馆门口了", "arrive")), silent=("停在车库", "在路上了")),
    Rule("driver_stays_away", r"(?:没|未)(?:按时|准时|及时|按约定?|如约|按点)?(?:来|下楼|下来|出来|出现|露面|现身)(?!得?及)", always("absent"), kind="absent", says=(("乘客没按时来", "absent"),), silent=("没来得及",)),
    Rule("driver_settled", r"(?:改|换|变|取消|调整|推迟)[^，。]{0,5}?(?:了|没)(?=没|吗|么)", always("settled"), kind="settled", says=(("客人改地址了吗", "settled"),), silent=("客人改地址了",)),
    Rule("driver_my_work", r"^(?:看|查|下|一下|我|今天|明天|后天|上午|下午|晚上|本周|这周|周[一二三四五六日]|的|出车|有|全部|所有| ){0,6}(?:任务|单子|派单|安排|排班|行程|任务单|活儿?)(?:列表|表|单|安排|情况)?[，。！ ]*$", always("my_work"), kind="my_work", says=(("我的任务", "my_work"), ("明天出车安排", "my_work"), ("看下我的任务", "my_work")), silent=("任务完成",)),
    Rule("driver_works_on", r"第[一二三四五六七八九十\d]{1,2}(?:个|单|趟|条)?(?=我?(?:来|能|可以)?接(?!不))|接(?:了)?第[一二三四五六七八九十\d]{1,2}(?:个|单|趟|条)?", always("take"), kind="take", says=(("第一个接", "take"), ("接第二个", "take")), silent=("第一个不接",)),
    Rule("driver_rider_named", r"(?![到各远好此何])[\u4e00-\u9fff](?:(?<!处)处|局|主任|科长?|书记|教授|总|工|老师|院长|所长|博士|镇长|市长|区长|部长)(?=[^\u4e00-\u9fff]|没|不|还|一直|电话|手机|人|的|怎|迟|说|在|已|也|都|联)", always("rider"), kind="rider", says=(("张处没来", "rider"),), silent=("处处都堵",)),
)  # fmt: skip


_MEANT = {wrong: right for right, wrongs in MISHEARD.items() for wrong in wrongs.split()}
_MISHEARD = re.compile("|".join(_MEANT))


def plain(text: str) -> str:
    """Dialect and mishearing as the common words; the length stays."""
    return _MISHEARD.sub(lambda found: _MEANT[found.group()], text.translate(DIALECT))


class Reports(Vocabulary):
    """The words of drivers and what the patterns find, in their order; characters of dialect are read as common ones."""

    def find(self, text: str) -> Words:
        text = plain(text)
        hits = [*super().find(text)]
        for rule in PATTERNS:
            kinds = frozenset([rule.kind])
            hits += (Hit(found.start(), found.end(), found.group(), kinds) for found in rule.pattern.finditer(text))
        return Words(sorted(hits, key=lambda hit: (hit.start, hit.end)))


VOCABULARY = Reports({kind: words.translate(DIALECT) for kind, words in DRIVING.items()})
FRAMES: tuple[Frame, ...] = (
    Frame("driver_nobody_there", "noshow", "nobody !jam|car_trouble|accident|crash", says=(("没接到人，等了四十分钟", "noshow"), ("等到现在人影都没一个", "noshow")), silent=("接到人了", "没接到通知")),
    Frame("driver_nobody_answers", "noshow", "unreachable !refuse", says=(("客人联系不上", "noshow"), ("张处不接电话", "noshow")), silent=("打过电话了",)),
    Frame("driver_phone_unanswered", "noshow", "phone<unanswered", says=(("电话打了五六个都没接", "noshow"), ("手机响了半天没人接", "noshow")), silent=("这单不接",)),
    Frame("driver_rider_absent", "noshow", "rider<absent !refuse", says=(("客人没来，电话也不接", "noshow"), ("等了半小时客人没来", "noshow")), silent=("客人来了",)),
    Frame("driver_waited_in_vain", "noshow", "absent !mine|refuse|pass|jam", says=(("等了二十分钟，一直没来", "noshow"),), silent=("我不来了",)),
    Frame("driver_promised", "accept", "^take !aboard|car_trouble|broken|refuse|pass|jam|nobody", says=(("晓得了，明朝七点半门口等", "accept"), ("没问题领导，保证按时送到", "accept")), silent=("到了",)),
    Frame("driver_jam_ahead", "delay", "ahead<accident|crash", says=(("前面出事故堵住了，估计要晚二十分钟", "delay"), ("前方车祸", "delay")), silent=("出事故了",)),
    Frame("driver_jam_of_accident", "delay", "accident|crash jam", says=(("高速上有事故，堵了", "delay"),), silent=("被追尾了",)),
    Frame("driver_trouble_on_road", "breakdown", "car_trouble|accident|crash|broken stuck_at !repaired|take", says=(("水温报警，停在沪蓉高速横林服务区", "breakdown"), ("车抛锚在路边，去不了了", "breakdown")), silent=("停在门口",)),
    Frame("driver_trouble", "breakdown", "car_trouble|accident|crash|broken !refuse|pass|repaired|unable|jam|take", says=(("爆胎了动不了", "breakdown"), ("车坏了", "breakdown"), ("电瓶亏电，发动不了", "breakdown")), silent=("刹车有问题，这单接不了", "车修好了")),
    Frame("driver_trouble_stops", "breakdown", "car_trouble broken !refuse|pass|repaired", says=(("发动机冒烟，车动不了", "breakdown"),), silent=("堵得动不了",)),
    Frame("driver_trouble_runs", "breakdown", "car_trouble<take !repaired|refuse|pass", says=(("空调坏了，能跑", "breakdown"),), silent=("收到，准时到",)),
    Frame("driver_passed_on", "decline", "pass !aboard|back", says=(("这单换个人吧，我今天已经跑了九个钟头", "decline"), ("麻烦另派", "decline")), silent=("换个地方",)),
    Frame("driver_refused", "decline", "refuse !jam|late", says=(("不接，座位不够", "decline"), ("明天去滁州那趟我去不成了", "decline")), silent=("接单", "客人不接电话")),
    Frame("driver_refused_for_delay", "decline", "refuse", says=(("堵在高速上，这单去不了了", "decline"),), silent=("堵在高速上",)),
    Frame("driver_not_left", "delay", "not_left", says=(("还没出发", "delay"), ("先不出发", "delay"), ("不出发了", "delay")), silent=("出发了", "准备出发")),
    Frame("driver_jammed", "delay", "jam !back|finish|aboard|past", says=(("堵得一塌糊涂，要晚个一刻钟", "delay"), ("前面修路绕道，赶不及了，跟客人说一声", "delay")), silent=("一路顺利",)),
    Frame("driver_late", "delay", "late !take|back|finish|aboard|arrive|past", says=(("前一个会没散，这边走不开，下一趟要耽误了", "delay"), ("路上结冰开不快，恐怕要迟到", "delay")), silent=("准时到",)),
    Frame("driver_not_there_yet", "delay", "not_there|coming !take|back|finish|aboard|arrive|depart|return", says=(("还没到呢", "delay"), ("快到了", "delay")), silent=("到了",)),
    Frame("driver_unable", "decline", "unable !take|aboard|arrive|back|finish|return|depart", says=(("今天不行，我请假了", "decline"), ("我走不开", "decline")), silent=("没问题",)),
    Frame("driver_back", "back", "back !coming|not_there|soon", says=(("回来了 里程48210", "back"), ("我回到单位停好了", "back"), ("收车了", "back")), silent=("返程了",)),
    Frame("driver_return", "return", "return|soon", says=(("开始返程", "return"), ("会开完了，拉着领导往回走", "return")), silent=("回场",)),
    Frame("driver_finish", "finish", "finish", says=(("任务完成", "finish"), ("客人都下车了", "finish"), ("送到了", "finish")), silent=("出发",)),
    Frame("driver_aboard", "aboard", "aboard !left_behind", says=(("接到人了", "aboard"), ("上车，三位到齐", "aboard"), ("已接上", "aboard")), silent=("没接到人",)),
    Frame("driver_arrive", "arrive", "arrive", says=(("我到楼下了", "arrive"), ("到上车点了，还早，我先等着", "arrive")), silent=("还没到呢", "马上到")),
    Frame("driver_taken_and_off", "accept", "take", says=(("接了，准时到", "accept"), ("收到，马上出发", "accept"), ("这趟我去", "accept")), silent=("不接",)),
    Frame("driver_depart", "depart", "depart", says=(("走了", "depart"), ("已出库", "depart")), silent=("到了",)),
    Frame("driver_late_at_last", "delay", "late|coming|past_late", says=(("晚点到", "delay"),), silent=("准时到",)),
    Frame("driver_told_of_the_past", "chitchat", "past jam|late|car_trouble|accident|crash", says=(("昨天加油站排队好长", "chitchat"), ("上次那边堵死了", "chitchat")), silent=("堵死了",)),
)  # fmt: skip

QUESTIONS: tuple[Frame, ...] = (
    Frame("driver_ask_why", "why", "why", says=(("为什么又派我", "why"),), silent=("几点走",)),
    Frame("driver_ask_for_work", "list", "my_work", says=(("我的任务", "list"), ("明天出车安排", "list")), silent=("任务完成",)),
    Frame("driver_ask_settled", "status", "settled ask", says=(("这单还走不走，取消了吗", "status"),), silent=("客人取消了",)),
    Frame("driver_ask_detail", "status", "detail ask", says=(("接机航班号多少", "status"),), silent=("航班晚点了",)),
    Frame("driver_ask_stats", "stats", "how_much span", says=(("这个月我一共跑了多少公里", "stats"), ("本周出车几次", "stats")), silent=("停车费多少",)),
    Frame("driver_ask_vehicle", "vehicle", "which_car|car_number", says=(("后天开哪辆车", "vehicle"),), silent=("几点走",)),
    Frame("driver_ask_contact", "", "contact ask|wants_told", says=(("要接的人电话号码发我一下", ""), ("客人手机号多少", "")), silent=("客人电话打不通",)),
    Frame("driver_ask_when", "depart_at", "when", says=(("明天我几点出车", "depart_at"), ("下一趟是几点的", "depart_at")), silent=("快到了",)),
    Frame("driver_ask_work", "list", "work which_work|own", says=(("我手上还有哪些单子没跑", "list"), ("明天有任务吗", "list")), silent=("单子取消了",)),
    Frame("driver_ask_where", "location", "where", says=(("在哪接人", "location"),), silent=("到了",)),
    Frame("driver_ask_who", "status", "who go|trip|rider|own", says=(("这趟接谁", "status"), ("明天几个人要接", "status")), silent=("谁都没来",)),
)  # fmt: skip

STOPS = "，。！；"
_CLAUSES = re.compile(r"[^，。！；!;]+")
_ACK = re.compile(
    r"(?:好|好的|好哒|好滴|好咧|好嘞|好吧|行|行的|行吧|可以|可以的|中|成|得|得了|妥|要得|ok|OK|Ok|okay|嗯|嗯嗯|哦|1|没问题|是|是的|👌|👍|要的|没事|保证|准时|好勒|来|好着)(?:的|了|吧|啊|呀|哈|嘞|嗯|哦|谢谢)*"
)
_THAT_TRIP = re.compile(
    r"[那这](?:一)?(?:个)?(?:趟|单|活|任务|行程|班|车次)|的(?:单子?|活儿?|任务|行程|那?趟|班)(?!位)|(?<=[去到接送])[^，。]{2,8}(?:那|这)?趟"
)
_ORDINAL = re.compile(
    r"第(?P<n>[一二三四五六七八九十\d]{1,2})(?:个|单|趟|条|张)|(?P<last>最后)(?:一)?(?:个|单|趟)|(?<![\d.:])(?P<tail>\d{3,4})(?![\d.:点元块公里米])"
)
_EVERY = re.compile(
    r"(?:两|三|四|几|这些|这两|这几)(?:个|单|趟)(?:我?都|全)|(?:都|全部?|统统)(?:我?来?)(?:接|不接|跑|去)|全部(?:的)?(?:单|任务)"
)
_ID = re.compile(rf"(?:{ORDER})(?!\d)|(?<!\d)1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}(?!\d)|{PLATE}")


def read(scene: Scene) -> str | None:
    """The intent of a driver's sentence with its slots in the scene, or None when it is neither a report nor a driver's question."""
    text = _without_ids(plain(scene.text))
    words = VOCABULARY.find(text)
    if words.has("notice"):
        return None
    if words.has("how"):
        return "help"
    if scene.asked == "odometer_km" and (answer := mileage.whole(text)) is not None:
        scene.put("odometer_km", answer, 0, len(text), "odometer_answer")
        return "back"
    if words.has("ask", "what_now", "when", "which_car", "who", "my_work") or (
        words.has("wants_told") and words.has("contact", "where")
    ):
        return _question(scene, text, words)
    return _report(scene, text, words)


RIDER_WISH = re.compile(
    r"(?:^|(?<=[，。！； ]))(?:报告|调度|刚才|刚刚)?(?:客人|乘客|领导|专家|对方|人家|他们?|她们?)(?:还|又|也|刚|都|临时|突然|打电话|来电话|发消息|通知我?|跟我|和我|那边)*(?:说|讲|要求|要|想|让我|叫我|不去|不坐|不走|不用|取消)[^，。！；]*"
)
"""客人说不去了, 客人还要去趟税务局: another's wish, no refusal of the driver's and no booking."""
OWN_STEPS = frozenset(("refuse", "pass", "depart", "take"))


def _own(words: Words, wishes: list[tuple[int, int]]) -> Words:
    """The words without the steps that stand in another's wish."""
    if not wishes:
        return words
    return Words(
        hit
        for hit in words
        if hit.kinds.isdisjoint(OWN_STEPS) or not any(start <= hit.start < end for start, end in wishes)
    )


def _first_part(text: str, pending: tuple[str, ...]) -> str:
    """第二单我去，第三单去不了: up to the clause of the second order named; what is said of it has to be said once more."""
    named = [found.start() for found in _ORDINAL.finditer(text) if _of_pending(found, pending)]
    for place in named[1:]:
        clause = max(text.rfind(stop, 0, place) for stop in STOPS)
        if clause > named[0]:
            return text[:clause]
    return text


def _report(scene: Scene, text: str, words: Words) -> str | None:
    wishes = [found.span() for found in RIDER_WISH.finditer(text)]
    words = _own(words, wishes)
    if (part := _first_part(text, scene.pending)) != text:
        text, words = part, words.before(len(part))
    intent = _reported(scene, text, words)
    return "other" if intent is None and wishes else intent


def _reported(scene: Scene, text: str, words: Words) -> str | None:
    frame = choose(FRAMES, words)
    intent = str(frame.value) if frame else _acknowledged(text)
    spent = expenses.read(text)
    if spent:
        _put_expenses(scene, spent)
        intent = intent if intent in ("back", "finish") else "expense"
    if intent in ("expense", None) or intent in ENDS:
        intent = _with_reading(scene, text, intent)
    if intent is None:
        return None
    named = _put_target(scene, text)
    if frame is not None:
        _details(scene, hide(text, *named), words, intent, frame)
    return intent


def _without_ids(text: str) -> str:
    """Order numbers, phones and plates are neither kilometres nor money."""
    for found in _ID.finditer(text):
        text = hide(text, found.start(), found.end())
    return text


def _question(scene: Scene, text: str, words: Words) -> str | None:
    frame = choose(QUESTIONS, words)
    if frame is None:
        return _trouble_asked_about(scene, words)
    order = _order_shown(scene, text)
    target, spans = _described(scene), dict(scene.spans)
    scene.slots = {}
    asked = words.first("ask", "when", "where", "which_car", "who", "contact", "my_work", "why")
    if frame.value and asked:
        scene.put("query", frame.value, asked.start, asked.end, frame.name)
    if order:
        scene.put("target", {"order_no": order.words}, order.start, order.end, "trip_shown")
    elif target:
        scene.slots["target"] = target
        scene.spans["target"] = spans["depart_at" if "depart_at" in target else "destination"]
    return "query"


def _trouble_asked_about(scene: Scene, words: Words) -> str | None:
    """客人不来怎么办 is a report all the same; 发票丢了怎么办 asks for help."""
    frame = choose(FRAMES, words)
    if frame is not None and frame.value in ("noshow", "breakdown", "delay") and not words.has("past"):
        _details(scene, scene.text, words, str(frame.value), frame)
        return str(frame.value)
    return "help" if words.has("what_now") else None


def _acknowledged(text: str) -> str | None:
    clauses = _CLAUSES.findall(text)
    return "accept" if clauses and all(_ACK.fullmatch(clause.strip()) for clause in clauses[:8]) else None


def _put_expenses(scene: Scene, spent: list[expenses.Expense]) -> None:
    start, end = min(paid.start for paid in spent), max(paid.end for paid in spent)
    scene.put("expenses", [paid.value() for paid in spent], start, end, "expense")


def _with_reading(scene: Scene, text: str, intent: str | None) -> str | None:
    """The odometer's reading; alone it ends a trip, or begins one where its word says so."""
    found = mileage.read(text, expected=intent in ENDS and intent != "arrive")
    if found is None:
        return intent
    scene.put("odometer_km", found.km, found.start, found.end, "odometer")
    if intent is not None:
        return intent
    return "depart" if re.search("起始|出车里程|出场里程", text) else "back"


def _details(scene: Scene, text: str, words: Words, intent: str, frame: Frame) -> None:
    if intent == "decline":
        reason = grounds.of_refusal(text, words)
        if reason:
            scene.put("reason", scene.text[reason.start : reason.end], reason.start, reason.end, frame.name)
    elif intent == "breakdown":
        place = grounds.of_place(text, words)
        reason = grounds.of_trouble(text, words, place)
        if place:
            scene.put("place", scene.text[place.start : place.end], place.start, place.end, "place_of_trouble")
        if reason:
            scene.put("reason", scene.text[reason.start : reason.end], reason.start, reason.end, "trouble")


def _put_target(scene: Scene, text: str) -> tuple[int, int]:
    """Which trip is meant: 第一个, 0021这单, 明天去滁州那趟, 两个都接; and where an order shown is named."""
    order = _order_shown(scene, text)
    if order:
        scene.put("target", {"order_no": order.words}, order.start, order.end, "trip_shown")
        return order.start, order.end
    every = _EVERY.search(text)
    that = _THAT_TRIP.search(text)
    if every and len(scene.pending) > 1:
        scene.put("target", {"which": "all"}, every.start(), every.end(), "every_trip")
    elif that and "order_no" not in scene.slots:
        clause = max(text.rfind(stop, 0, that.start()) for stop in STOPS) + 1
        target = _described(scene, *scene.source.span(clause, that.end()))
        if target:
            scene.put("target", target, clause, that.end(), "that_trip")
    return 0, 0


def _order_shown(scene: Scene, text: str) -> grounds.Said | None:
    """第一个, 0021: one of the orders shown, by its place or its last figures."""
    for found in _ORDINAL.finditer(text):
        order = _of_pending(found, scene.pending)
        if order:
            return grounds.Said(found.start(), found.end(), order)
    return None


def _of_pending(found: re.Match[str], pending: tuple[str, ...]) -> str | None:
    if found["tail"]:
        ending = [order for order in pending if order.endswith(found["tail"])]
        return ending[0] if len(ending) == 1 else None
    place = len(pending) if found["last"] else number(found["n"]) or 0
    return pending[place - 1] if 0 < place <= len(pending) else None


def _described(scene: Scene, start: int = 0, end: int = 1 << 30) -> dict[str, Any]:
    """The day and the town said of a trip, in this stretch of the sentence as sent."""
    said = {
        slot: scene.slots[slot]
        for slot in ("depart_at", "destination")
        if slot in scene.slots and start <= scene.spans[slot].start < end
    }
    return {slot: value for slot, value in said.items() if slot == "depart_at" or len(value) <= 12}
