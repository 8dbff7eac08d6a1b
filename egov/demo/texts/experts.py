"""Who the experts of the demo city are: specialties by code, title, employer, and what ties them."""

from dataclasses import dataclass

from reviews.models import Expert, Tie

FULL, ASSOCIATE, MIDDLE = Expert.Grade.FULL, Expert.Grade.ASSOCIATE, Expert.Grade.INTERMEDIATE
FORMER, POSITION, HOLDING, KIN = (
    Tie.Kind.FORMER_EMPLOYER,
    Tie.Kind.POSITION,
    Tie.Kind.HOLDING,
    Tie.Kind.KINSHIP,
)


@dataclass(frozen=True)
class Profile:
    """An expert; ``ties`` are kind, organization, and the years since it ended (0: it lasts)."""

    name: str
    title: str
    grade: str
    since: int
    employer: str
    codes: tuple[str, ...]
    ties: tuple[tuple[str, str, int], ...] = ()


KNOWN = {
    "chenqiming": Profile("陈启明", "教授", FULL, 1996, "东海大学计算机学院", ("0101", "0203")),
    "liruolan": Profile("李若兰", "研究员", FULL, 2001, "省数据管理研究所", ("0201", "0202")),
    "zhangjianhua": Profile("张建华", "正高级工程师", FULL, 1998, "省网络安全测评中心", ("0401", "0403")),
    "liuxiangdong": Profile("刘向东", "高级工程师", ASSOCIATE, 2003, "东海市工程咨询协会", ("0301", "0305")),
    "wanghaiyan": Profile("王海燕", "高级会计师", ASSOCIATE, 2000, "东海天信会计师事务所", ("0602", "0601")),
    "zhaoliqun": Profile("赵立群", "教授", FULL, 1994, "东海理工学院", ("0402", "0404")),
    "sunzhiyuan": Profile("孙志远", "高级工程师", ASSOCIATE, 2005, "省测绘科学技术研究院", ("0204", "0303")),
    "huangweiguo": Profile("黄卫国", "正高级工程师", FULL, 1997, "省信息工程监理协会", ("0501", "0502")),
    "yangfan": Profile("杨帆", "副教授", ASSOCIATE, 2006, "东海大学公共管理学院", ("0701", "0702")),
}
"""Those with accounts of the cast, by user name."""

MORE = (
    Profile("方文远", "教授", FULL, 1993, "东海大学计算机学院", ("0101", "0103")),
    Profile("顾思敏", "副教授", ASSOCIATE, 2004, "东海大学计算机学院", ("0202", "0203")),
    Profile("韩立峰", "教授", FULL, 1999, "东海理工学院", ("0101", "0104")),
    Profile("姜雪梅", "高级工程师", ASSOCIATE, 2002, "省软件评测中心", ("0104", "0403")),
    Profile("孔令辉", "正高级工程师", FULL, 1995, "省电子信息产业研究院", ("0103", "0504")),
    Profile("梁书怡", "高级工程师", ASSOCIATE, 2007, "省数据管理研究所", ("0201", "0503")),
    Profile("马东明", "研究员", FULL, 1998, "省数据管理研究所", ("0201", "0205")),
    Profile("倪晓东", "高级工程师", ASSOCIATE, 2003, "省网络安全测评中心", ("0401", "0404")),
    Profile("欧阳静", "正高级工程师", FULL, 2000, "省密码科学研究中心", ("0402", "0401")),
    Profile("潘国强", "高级工程师", ASSOCIATE, 2001, "东海移动通信有限公司", ("0302", "0303")),
    Profile("齐志宏", "高级工程师", ASSOCIATE, 1999, "东海电信有限公司", ("0302", "0304")),
    Profile("任海波", "正高级工程师", FULL, 1996, "省建筑设计研究院", ("0305", "0301")),
    Profile("邵明哲", "高级工程师", ASSOCIATE, 2005, "省云计算应用技术协会", ("0301", "0504")),
    Profile("石慧敏", "副研究员", ASSOCIATE, 2008, "省档案科学技术研究所", ("0205", "0503")),
    Profile("唐建新", "高级工程师", ASSOCIATE, 2002, "省测绘科学技术研究院", ("0204", "0203")),
    Profile("万志强", "高级工程师", ASSOCIATE, 2004, "东海市工程咨询协会", ("0501", "0502")),
    Profile("魏思远", "正高级工程师", FULL, 1994, "省信息工程监理协会", ("0501", "0305")),
    Profile("吴佩珊", "注册造价工程师", ASSOCIATE, 2003, "东海正源造价咨询有限公司", ("0601", "0603")),
    Profile("夏国栋", "高级会计师", ASSOCIATE, 1998, "东海天信会计师事务所", ("0602", "0601")),
    Profile("谢婉清", "高级审计师", ASSOCIATE, 2001, "东海中诚会计师事务所", ("0602", "0702")),
    Profile("徐景行", "一级律师", FULL, 1997, "东海海平律师事务所", ("0604", "0404")),
    Profile("薛丽君", "教授", FULL, 1995, "东海大学法学院", ("0604", "0603")),
    Profile("严晓峰", "副教授", ASSOCIATE, 2006, "东海大学公共管理学院", ("0701", "0703")),
    Profile("叶知秋", "研究员", FULL, 1999, "省公共管理研究会", ("0702", "0701")),
    Profile("于文涛", "高级工程师", ASSOCIATE, 2003, "省应急管理科学研究院", ("0704", "0303")),
    Profile("袁立群", "高级工程师", ASSOCIATE, 2000, "省标准化研究院", ("0503", "0201")),
    Profile(
        *("章若愚", "高级工程师", ASSOCIATE, 2002, "省软件行业协会", ("0101", "0102")),
        ((FORMER, "浙东软件股份有限公司", 1), (HOLDING, "数联信息技术有限公司", 0)),
    ),
    Profile(
        *("郑雅文", "正高级工程师", FULL, 1996, "省电子信息产业研究院", ("0102", "0202")),
        ((POSITION, "北辰系统集成有限公司", 0),),
    ),
    Profile(
        *("钟启航", "高级工程师", ASSOCIATE, 2005, "东海理工学院", ("0103", "0302")),
        ((KIN, "东海智城信息技术有限公司", 0),),
    ),
    Profile("周德昌", "高级工程师", ASSOCIATE, 2001, "东海市审计局", ("0602",)),
    Profile("朱文静", "工程师", MIDDLE, 2012, "省云计算应用技术协会", ("0301",)),
)
"""Those whom the office took in. One works for an audit bureau and is never drawn; the last waits to be verified."""
