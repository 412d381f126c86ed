"""Names of people as they are said: 李强, 小顾, 老崔, 葛主任, 马师傅; and where such a name ends."""

import re

from nlu.words.people import EVERY_SURNAME as SURNAMES

MORE = "肖付闫覃岳佟苑丛占冼邝敖楼佘鄢仝区练涂尧禤隋牟迟矫战宫腾帅鹿楚苟官粟晋郗亓修邸段兰符阳芦麦巫南栗谌厉伊郜朴井祖漆卿敬芮辜乌赫况宿鲜亢嵇宾戎揭尉檀昝"
NONE = "和都那同相印全利能从后终"
ELSE = "别位但由公来母初门信展干元时明应花车平国海强权满空于单支路左双通向东台红水成查区乐商修战官练占从帅腾晋"
"""They begin another word more often than a name: no surnames where nothing else tells a name."""
SURNAME = "[" + "".join(sorted(set(SURNAMES + MORE) - set(NONE))) + "]"
FAMILY = "[" + "".join(sorted(set(SURNAMES + MORE) - set(NONE + ELSE))) + "]"
COMPOUND = (
    "(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|东方|独孤|南宫|端木|百里|呼延|闻人|轩辕|钟离)"
)
TITLE = (
    "(?:(?:常务)?[副正]?(?:秘书长|部长|局长|处长|科长|主任|书记|院长|镇长|区长|县长|市长|站长|队长|校长|经理|所长|厅长|会长|班长|组长|股长|社长|行长|总监|总工|主席|委员|秘书|主管|调研员|科员|干事|办事员|专员|助理|文员|主办|出纳|管理员|协管员|站员)"
    "|教授|老师|会计|工程师|指导员|师傅|师父|博士|医生|律师|同志|[局处科总工队部厅院所董书主]|姐|哥|叔)"
)
POST = "(?:(?:分管|值班|带班|常务|主持工作的)?副?(?:秘书长|局长|处长|科长|主任|部长|书记|领导|队长|所长|院长)|办公室(?:副?主任)?|综合[科处室](?:副?[科处]长)?|车队(?:副?队长)?|值班室)"
NO_NAME = "(?<!师(?=[傅父]))(?!师[傅父]|周[一二三四五六日末天几边]|安[排全]|车[来去队辆上子]|单[位子独]|方[便向案]|高[铁速新]|马上|马路|时[候间]|水利|党[校委组政]|应[急该]|万一|关于|向上|路上|毛病|谢谢|许可|何[时人以]|常[州务熟]|江[苏宁阴北南]|苏州|徐州|温州|成都|云南|云龙|金[坛融]|武[进汉]|钟楼|石油|白天|于是|余下|都|左右|明[天早后]|花钱|乐意|司机|管理|牛塘|麻烦|解[决释]|游客|红[包灯]|干[部事]|文[件档]|章程|包[车括]|计划|经[理过]|连续|空[车座]|满[员意]|项目|费用|易|通知|别[人的克]|皮卡|金[杯龙旅]|江[铃淮]|红旗|宇通|商务|全顺|柯斯达|成周)"
"""Everyday words that begin like a surname."""
GIVEN = (
    "(?![我你他她说请让要的了在是不就都审批签单给这那个替代也谁哪什怎向把将被已没别和与跟去开跑接送顶])[\u4e00-\u9fa5]"
)
NAME = rf"(?:{NO_NAME}(?:{COMPOUND}(?:{TITLE}|(?:{GIVEN}){{1,2}}?)|[小老]{SURNAME}{TITLE}?|{SURNAME}(?:{TITLE}|(?:{GIVEN}){{1,2}}?{TITLE}?))|{POST})"
"""As short as what follows allows: only with a lookahead."""
SHORT_NAME = rf"(?:[小老]{SURNAME}{TITLE}?|{SURNAME}{TITLE}|{COMPOUND}{TITLE})"
"""A name that tells its own end: 小顾, 老崔, 王科长."""
PERSON = re.compile(SHORT_NAME)
