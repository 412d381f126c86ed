"""What the journey is for: said outright, or the verb phrase that stands behind a place or alone."""

import re

from nlu.rule import Rule, Scope
from nlu.rules import talk
from nlu.scene import Scene

E = "\ue000-\ue0ff"
THINGS = r"(?:文件|材料|资料|样品|货|物资|东西|设备|标书|档案|礼品|快件|报告|公文|机要|信件|合同|仪器|器材|药品|展板|票|证|图纸|慰问品|防汛|救灾|水样|血样|样本|选票|试卷|请柬|锦旗|账本|报表|奖牌|道具|宣传|口罩|配件|机密|密件|药|花|饭|书)"
VERB = (
    rf"开(?:个|现场|座谈|碰头|协调|推进|动员|专题|调度|项目|例|视频|年度|党组|工作|评审|研讨|家长|庭|标|班子|培训|电视|完|一个|两天|三天|安全|交流|总结|表彰|部门|常委|干部)*(?:会议?|庭|标)(?!计|展)|参加[^，。{E}]|参会|与会|出席|"
    rf"调研(?!组|团)|检查(?!站|院|组|团)|出差|考察(?!团|组)|考评|考核|督查(?!组)|督导(?!组)|督办|督察|巡查|巡检|巡视|巡察|走访|慰问(?!团|组|品)|签约|签合同|签协议|签字|验收(?!组)|洽谈|对接|拜访|座谈|勘察|踏勘|勘测|测绘|观摩|授课|讲课|听课|体检(?!中心)|面试|阅卷|监考|核查|核验|"
    rf"会商|抢险|值班|值守|保障(?!中心|局|厅|房|性)|宣讲|宣传(?!部|处)|普查|招商(?!局|街|城|中心|银行|大厦|引资中心)|招聘|交接|办事(?!处)|办理|办[^，。{E}]{{0,4}}(?:手续|业务|证|事)(?!大厅)|报到|报销|汇报|述职|"
    rf"看(?:望|现场|项目|看|一下|工地|病|房|地|样板|设备|材料|点|展|会场|场地)|查(?:看|勘|工地|案|账|档案|现场|违建|安全|项目)|处理|处置|执法(?!局|大队|支队|中心)|取证|采访|拍摄|拍照|摄影|录制|采样|取样|采集|检测(?!中心|站|所|院)|维修|抢修|安装|调试|"
    rf"送{THINGS}|取{THINGS}|拿{THINGS}|领{THINGS}|运{THINGS}|拉{THINGS}|递交|提交|报送|交{THINGS}|学习(?!中心)|培训(?!中心|学校|基地|学院|处)|交流(?!中心)|接待(?!中心|办|处|室|站|厅)|参观|采购(?!中心|办)|扶贫|帮扶|挂职|"
    rf"疗养|执行|组织|举办|搬|搞|谈|协调|协助|配合|指导|陪同|迎接|迎检|演出|比赛|会见|见(?:客户|面)|审计(?!局|厅|署|处)|审核|复查|复核|评审|评估|评标|开展|研究|商谈|商量|商讨|访问|回访|家访|救援(?!中心|队|基地)|救灾|防汛(?!办|指挥|抗旱)|防疫|消杀|投标|开标|竞标|领奖|领取|祭扫|扫墓|植树|献血|下乡|驻村|走基层"
)
TAIL = rf"[^，。；！？{E}()]*"
STOP_TAIL = re.compile(
    rf"(?:去|到|，|。|再|然后|要(?=辆|车|用)|用车|需(?:要)?车|派车|派辆|安排|需要|请|麻烦|谢谢|一共|总共|共[{E}]|乘坐|坐[{E}]|返程|返回|来回|往返|当天|上车|出发|回来|用(?=[{E}]))"
)
CLEAN = re.compile(r"(?:的话|一下|吧|呢|了|啊|用车|用|的|哈|喔|哦|需|要|去)+$")


def _tail(found: re.Match[str], scope: Scope) -> str | None:
    return tidy(found["what"])


def tidy(words: str) -> str | None:
    cut = STOP_TAIL.search(words, 1)
    words = CLEAN.sub("", words[: cut.start()] if cut else words).strip(" :")
    return words if len(words) >= 2 else None


PURPOSE: tuple[Rule, ...] = (
    Rule("purpose_label", rf"(?:用车事由|出行事由|事由|用途|用车目的|出行目的|目的(?!地)|事项|任务)(?:就?是|为|:|改[成为]|写|填| )*(?P<what>[^，。；{E}]{{2,30}})", _tail,
         says=(("事由：项目验收", "项目验收"), ("明天去江阴，事由是调研", "调研")), silent=("目的地改为如皋", "请补充事由"), hint="由途目事任"),
    Rule("purpose_for", r"(?:^|[，。 ])(?:因|因为|为了|为)(?P<what>[^，。]{2,16}?)(?=，|需|用车|要车|申请)", _tail, hint="因为",
         says=(("因防汛检查需用车", "防汛检查"),), silent=("因为太远了吗",)),
    Rule("purpose_use", rf"(?:^|[，。 {E}])(?:用于|用来)?(?P<what>[^，。；{E}要的换改]{{2,8}}?)(?:用车|使用|用)(?=[，。{E}]|$)", _tail, hint="用",
         says=(("\ue000接待用，去拈花湾", "接待"),), silent=("够用", "\ue000用")),
    Rule("purpose_used_for", rf"(?:用于|用来|用作)(?P<what>[^，。；{E}]{{2,16}})", _tail, hint="用", says=(("用于接待客商", "接待客商"),), silent=("费用",)),
    Rule("purpose_verb", rf"(?<![送接])(?P<what>(?:{VERB})(?!专家|人员|领导|代表|对象|嘉宾|评委|团队|小组){TAIL})", _tail,
         says=(("无锡市住建局，开现场会，下午五点回", "开现场会"), ("送文件去江阴", "送文件"), ("去溧阳查工地", "查工地"), ("到宿迁出差", "出差")),
         silent=("送客人去机场", "接待中心", "审计厅", "检查站")),
)  # fmt: skip
BARE = re.compile(
    r"会议|开会|公务|公干|调研|出差|接待|检查|考察(?!团|组)|培训|学习|活动|会见|慰问(?!团|组|品)|督查|论坛|研讨|[\u4e00-\u9fa5]{2,8}(?:会|活动|培训|调研(?!组|团)|检查|验收(?!组)|论坛|接待|工作|会议|签约|慰问(?!团|组|品)|督导|比赛)"
)


def read(scene: Scene) -> None:
    if scene.asked == "purpose" and _answer(scene):
        return
    for rule in PURPOSE:
        for mark in rule.marks(scene.free, scene.scope):
            if rule.name == "purpose_use" and re.search(
                r"不|没|够|专|公|借|租|急|能|可以|还|车|辆|预约|申请|想|我|个", mark.value
            ):
                continue
            scene.take("purpose", mark)
            return


def _answer(scene: Scene) -> bool:
    """Asked what for, the whole short sentence is the purpose, when nothing else was read in it."""
    words = tidy(re.sub(r"^(?:是|因为|就是|主要是|要|事由)(?:是|:)?", "", scene.free.strip("，。 ")))
    small_talk = (talk.CONFIRM, talk.DENY, talk.GREET, talk.THANKS, talk.UNDO, talk.HUMAN)
    if any(rule.pattern.search(scene.text) for rule in small_talk):
        return False
    plain = (
        words is not None and re.search("[\ue000-\ue0ff，]", words) is None and not re.search("改|换|取消|不", words)
    )
    if plain and not re.match(rf"(?:去|到)(?!{VERB})", scene.free):
        scene.put("purpose", words, 0, len(scene.text), "purpose_answer")
        return True
    return False
