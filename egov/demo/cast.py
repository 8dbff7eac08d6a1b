"""Who lives in the demo city 东海市: a city with two districts, their organizations and people."""

from dataclasses import dataclass

from egov.accounts.models import OrganizationKind as Kind

CITY, HARBOR, LAKE = "339900", "339901", "339902"

JURISDICTIONS = (
    (CITY, "东海市", ""),
    (HARBOR, "临港区", CITY),
    (LAKE, "云湖区", CITY),
)

PASSWORD = "Donghai-2026"
"""One for all accounts of the fictional city; it keeps the rules for passwords."""


@dataclass(frozen=True)
class Office:
    """An organization of the cast; ``key`` is how the stories call it."""

    key: str
    name: str
    short_name: str
    kind: Kind = Kind.DEPARTMENT
    code: str = CITY
    prefix: str = ""


@dataclass(frozen=True)
class Person:
    """A person and what they do where: ``places`` are pairs of organization key and capacity.

    The capacity is "h" for handler (经办人), "s" for signatory (负责人), "hs" for both.
    """

    username: str
    name: str
    post: str
    places: tuple[tuple[str, str], ...]


OFFICES = (
    Office("government", "东海市人民政府", "市政府", Kind.MUNICIPAL_GOVERNMENT, prefix="东政"),
    Office("office", "东海市信息化管理办公室", "市信息办", Kind.INFORMATIZATION_OFFICE, prefix="东信办"),
    Office("finance", "东海市财政局", "市财政局", Kind.FINANCE_BUREAU, prefix="东财"),
    Office(
        "leading",
        "东海市信息化领导小组办公室",
        "市信息化领导小组办",
        Kind.LEADING_GROUP_OFFICE,
        prefix="东信领办",
    ),
    Office("supervision", "东海市监察局", "市监察局", Kind.SUPERVISION_BUREAU, prefix="东监"),
    Office("audit", "东海市审计局", "市审计局", Kind.AUDIT_BUREAU, prefix="东审"),
    Office("service", "东海市政务服务管理局", "市政务服务局", prefix="东政服"),
    Office("datacenter", "东海市大数据发展中心", "市大数据中心", prefix="东数"),
    Office("personnel", "东海市人力资源和社会保障局", "市人社局", prefix="东人社"),
    Office("land", "东海市自然资源和规划局", "市资规局", prefix="东资规"),
    Office("police", "东海市公安局", "市公安局", prefix="东公"),
    Office("water", "东海市水务局", "市水务局", prefix="东水"),
    Office("emergency", "东海市应急管理局", "市应急局", prefix="东应急"),
    Office("medical", "东海市医疗保障局", "市医保局", prefix="东医保"),
    Office("housing", "东海市住房公积金管理中心", "市公积金中心", prefix="东房金"),
    Office("archives", "东海市档案馆", "市档案馆", prefix="东档"),
    Office("streets", "东海市城市管理局", "市城管局", prefix="东城管"),
    Office("market", "东海市市场监督管理局", "市市场监管局", prefix="东市监"),
    Office("education", "东海市教育局", "市教育局", prefix="东教"),
    Office("experts", "东海市电子政务专家库", "市专家库", Kind.EXPERT_POOL),
    Office("huaheng", "东海华衡信息工程监理有限公司", "华衡监理", Kind.COMPANY),
    Office("xinan", "东海信安工程咨询监理有限公司", "信安监理", Kind.COMPANY),
    Office("harbor_government", "临港区人民政府", "临港区政府", Kind.MUNICIPAL_GOVERNMENT, HARBOR, "临政"),
    Office(
        "harbor_office",
        "临港区信息化管理办公室",
        "临港区信息办",
        Kind.INFORMATIZATION_OFFICE,
        HARBOR,
        "临信办",
    ),
    Office("harbor_finance", "临港区财政局", "临港区财政局", Kind.FINANCE_BUREAU, HARBOR, "临财"),
    Office(
        "harbor_leading",
        "临港区信息化领导小组办公室",
        "临港区信息化领导小组办",
        Kind.LEADING_GROUP_OFFICE,
        HARBOR,
        "临信领办",
    ),
    Office("harbor_permits", "临港区行政审批局", "临港区审批局", code=HARBOR, prefix="临审批"),
    Office("harbor_building", "临港区住房和城乡建设局", "临港区住建局", code=HARBOR, prefix="临住建"),
    Office("lake_government", "云湖区人民政府", "云湖区政府", Kind.MUNICIPAL_GOVERNMENT, LAKE, "云政"),
    Office(
        "lake_office",
        "云湖区信息化管理办公室",
        "云湖区信息办",
        Kind.INFORMATIZATION_OFFICE,
        LAKE,
        "云信办",
    ),
    Office("lake_finance", "云湖区财政局", "云湖区财政局", Kind.FINANCE_BUREAU, LAKE, "云财"),
    Office("lake_farming", "云湖区农业农村局", "云湖区农业农村局", code=LAKE, prefix="云农"),
    Office("lake_health", "云湖区卫生健康局", "云湖区卫健局", code=LAKE, prefix="云卫健"),
)


def _one(username: str, name: str, post: str, place: str, capacity: str) -> Person:
    return Person(username, name, post, ((place, capacity),))


PEOPLE = (
    _one("lumingyuan", "陆明远", "副市长", "government", "s"),
    _one("shensiyuan", "沈思源", "秘书一处处长", "government", "h"),
    _one("zhouwenbo", "周文博", "主任", "office", "s"),
    _one("linxiaohui", "林晓慧", "项目管理科科长", "office", "h"),
    # The office of the leading group sits in the informatization office: one person, two memberships.
    Person("zhengkai", "郑凯", "综合科科长", (("office", "h"), ("leading", "h"))),
    _one("wuguoping", "吴国平", "局长", "finance", "s"),
    _one("hejingyi", "何静怡", "行政政法科科长", "finance", "h"),
    _one("guxuejun", "顾学军", "主任", "leading", "s"),
    _one("chenglixin", "程立新", "局长", "supervision", "s"),
    _one("shaojianing", "邵佳宁", "执法监察室主任", "supervision", "h"),
    _one("dengqiuping", "邓秋萍", "局长", "audit", "s"),
    _one("qianhao", "钱浩", "电子数据审计科科长", "audit", "h"),
    _one("gaoyaqin", "高雅琴", "局长", "service", "s"),
    _one("xuzihan", "徐子涵", "技术保障科科员", "service", "h"),
    _one("dingwei", "丁伟", "主任", "datacenter", "s"),
    _one("jiangyuchen", "蒋雨辰", "建设科副科长", "datacenter", "h"),
    _one("panzhiqiang", "潘志强", "局长", "personnel", "s"),
    _one("luodan", "罗丹", "信息中心主任", "personnel", "h"),
    _one("xiedeming", "谢德明", "局长", "land", "s"),
    _one("caoxue", "曹雪", "不动产登记中心信息科科长", "land", "h"),
    _one("leizhenhua", "雷振华", "副局长", "police", "s"),
    _one("fanglei", "方磊", "科技信息化支队民警", "police", "h"),
    _one("jianghaibo", "江海波", "局长", "water", "s"),
    _one("tangli", "汤莉", "规划计划科科长", "water", "h"),
    _one("heyong", "贺勇", "局长", "emergency", "s"),
    _one("xiayuxin", "夏雨欣", "指挥中心副主任", "emergency", "h"),
    _one("tianshufen", "田淑芬", "局长", "medical", "s"),
    _one("shiyu", "石宇", "信息统计科科员", "medical", "h"),
    _one("mengqinglin", "孟庆林", "主任", "housing", "s"),
    _one("fuyao", "傅瑶", "科技信息科科长", "housing", "h"),
    _one("yanshouzheng", "严守正", "馆长", "archives", "s"),
    _one("baijie", "白洁", "信息技术科科长", "archives", "h"),
    _one("qinchuan", "秦川", "局长", "streets", "s"),
    _one("houxiaofeng", "侯晓峰", "指挥中心主任", "streets", "h"),
    _one("duanpeng", "段鹏", "副局长", "market", "hs"),
    _one("xuedongmei", "薛冬梅", "副局长", "education", "hs"),
    _one("chenqiming", "陈启明", "教授", "experts", "h"),
    _one("liruolan", "李若兰", "研究员", "experts", "h"),
    _one("zhangjianhua", "张建华", "正高级工程师", "experts", "h"),
    _one("liuxiangdong", "刘向东", "高级工程师", "experts", "h"),
    _one("wanghaiyan", "王海燕", "高级会计师", "experts", "h"),
    _one("zhaoliqun", "赵立群", "教授", "experts", "h"),
    _one("sunzhiyuan", "孙志远", "高级工程师", "experts", "h"),
    _one("huangweiguo", "黄卫国", "正高级工程师", "experts", "h"),
    _one("yangfan", "杨帆", "副教授", "experts", "h"),
    _one("fengjianping", "冯建平", "总监理工程师", "huaheng", "s"),
    _one("suqing", "苏晴", "监理工程师", "huaheng", "h"),
    _one("yuhaitao", "余海涛", "总监理工程师", "xinan", "s"),
    _one("changyue", "常悦", "监理工程师", "xinan", "h"),
    _one("xuzhihong", "许志宏", "副区长", "harbor_government", "hs"),
    _one("pengliang", "彭亮", "主任", "harbor_office", "s"),
    _one("tangxiaoyu", "唐小雨", "科员", "harbor_office", "h"),
    _one("weihong", "魏红", "副局长", "harbor_finance", "hs"),
    _one("zengyi", "曾毅", "主任", "harbor_leading", "hs"),
    _one("dongxin", "董欣", "局长", "harbor_permits", "s"),
    _one("yuyang", "于洋", "信息科科员", "harbor_permits", "h"),
    _one("yeqing", "叶青", "副局长", "harbor_building", "hs"),
    _one("renyuanhang", "任远航", "副区长", "lake_government", "hs"),
    _one("yaolijuan", "姚丽娟", "主任", "lake_office", "s"),
    _one("yuanye", "袁野", "科员", "lake_office", "h"),
    _one("cuiyonggang", "崔永刚", "副局长", "lake_finance", "hs"),
    _one("wanjiaxing", "万家兴", "副局长", "lake_farming", "hs"),
    _one("longying", "龙莹", "副局长", "lake_health", "hs"),
)

ADMINISTRATORS = (
    ("niulimin", "牛立民", "system_admin"),
    ("kangning", "康宁", "security_admin"),
    ("shike", "史可", "audit_admin"),
)


@dataclass(frozen=True)
class Firm:
    """A company that hands in schemes and bids; it has no account in the city."""

    name: str
    serial: int


FIRMS = tuple(
    Firm(name, 500 + serial)
    for serial, name in enumerate(
        (
            "数联信息技术有限公司",
            "浙东软件股份有限公司",
            "华云数字科技有限公司",
            "东海智城信息技术有限公司",
            "北辰系统集成有限公司",
            "星河大数据有限公司",
            "启明电子工程有限公司",
            "远望政务科技有限公司",
            "海纳网络安全技术有限公司",
            "中宏软件工程有限公司",
            "蓝图规划信息咨询有限公司",
            "安信通信技术有限公司",
        )
    )
)
