"""What people write on the way of a project, said of what the project is about."""

from random import Random
from typing import Any

from egov.demo.texts.topic import Topic


class Words:
    """Sentences about one project; chance chooses among ways to say them."""

    def __init__(self, topic: Topic, chance: Random) -> None:
        self.topic, self.chance = topic, chance
        self._unsaid: dict[tuple[str, ...], list[str]] = {}

    def say(self, *ways: str, **more: Any) -> str:
        """Return one of several ways to say it, with what the project is about filled in.

        No way comes a second time before all others have come.
        """
        topic = self.topic
        unsaid = self._unsaid.setdefault(ways, [])
        if not unsaid:
            unsaid.extend(self.chance.sample(ways, len(ways)))
        return unsaid.pop().format(
            title=topic.title,
            parts="、".join(topic.parts),
            first=topic.parts[0],
            last=topic.parts[-1],
            part=self.chance.choice(topic.parts),
            shares="、".join(topic.shares),
            consumes="、".join(topic.consumes),
            systems=topic.systems,
            system=topic.systems.split("、")[0],
            users=topic.users,
            wan=topic.wan,
            grade={"2": "第二级", "3": "第三级"}[topic.grade],
            doubt=topic.doubt,
            trouble=topic.trouble,
            **more,
        )

    def application(self) -> dict[str, str]:
        """Return the long fields of the application form that the proposal does not fill in."""
        return {
            "basis": self.say(
                "一、国务院关于加强数字政府建设的指导意见；\n二、省数字化改革总体方案；\n三、本市信息化建设总体规划及{title}列入年度建设计划的通知。",
                "一、中华人民共和国网络安全法、数据安全法、个人信息保护法；\n二、国家政务信息化项目建设管理办法；\n三、市政府关于推进{first}等工作的专题会议纪要。",
            ),
            "relation_to_existing": self.say(
                "本项目与{systems}通过接口衔接，不替代其既有功能；{system}中与本项目重复的模块在上线后三个月内停用，历史数据迁移后只读保留一年。",
                "{system}继续承担原有职责，本项目复用其用户体系和基础数据，只新建{parts}；其余关联系统按统一接口规范对接，不再点对点开发。",
            ),
            "feasibility": self.say(
                "组织上，已成立由分管领导牵头的工作专班，{users}均明确了联络人；技术上，{first}已在小范围完成验证，{part}有同类城市成功案例；资金上，投资{wan}万元已按轻重缓急分年安排，运维费用列入部门预算。",
                "前期对{users}开展了三轮调研，收集需求一百余条并逐条确认；{parts}均采用成熟技术路线，主要风险在于与{system}的对接，已取得对方书面同意；建设与运维力量有保障。",
            ),
            "functions": "\n".join(
                f"{place}. {part}：{self.say('含配置、办理、查询、统计等功能点', '支持分级授权、过程留痕和异常提醒', '提供标准接口，可按岗位配置权限', '支持移动端与电脑端，数据实时同步')}；"
                for place, part in enumerate(self.topic.parts, start=1)
            ),
            "architecture": self.say(
                "采用“云上部署、数据共享、应用松耦合”的总体架构，分为基础设施、数据资源、能力组件、业务应用四层；{parts}作为应用层模块独立部署、独立升级，通过接口网关与{systems}交互。",
                "基础设施利用市政务云和电子政务外网，数据层接入共享交换平台，业务层由{parts}构成，展现层统一接入“一网通办”和政务协同门户；全过程日志集中留存。",
            ),
            "platforms": self.say(
                "政务数据共享交换平台、统一身份认证平台、{system}",
                "政务数据共享交换平台、统一消息服务平台、{system}",
            ),
            "cryptography": self.say(
                "身份鉴别、传输和存储中的重要数据采用国产商用密码算法保护，密码资源由政务云统一提供；方案已按{grade}要求编制，将在上线前完成密码应用安全性评估。",
                "涉及{shares}的存储与交换采用商用密码加密和完整性校验，密钥分级管理；按{grade}系统的要求同步规划、同步建设、同步运行密码保障系统。",
            ),
            "xinchuang": self.say(
                "服务器、操作系统、数据库、中间件全部选用信创目录内产品，{first}已完成适配验证；终端浏览器兼容性由承建单位负责。",
                "新购软硬件均符合信息技术应用创新要求；{part}中依赖的第三方组件已列清单，逐一提供替代方案。",
            ),
            "data_classification": self.say(
                "{shares}按一般数据管理，其中含个人信息的字段定为重要数据，实行脱敏展示和按次授权；{consumes}只在业务办理时调用，不批量落地存储。",
                "按照数据分类分级指南，{shares}划为公共数据二级，{consumes}沿用来源部门的级别；敏感字段加密，查询全程留痕。",
            ),
            "cost_basis": self.say(
                "软件开发按功能点法估算并以同类城市中标价复核；设备价格取近半年政府采购均价；监理、测评、设计费用按市场调节价并参照省级标准下浮。",
                "{first}等开发内容以人月法与功能点法双口径测算取低值；硬件按三家询价的平均价计列；预备费控制在合理比例以内。",
            ),
            "performance_goal": self.topic.objectives,
        }

    def opening(self) -> str:
        """Return how a feasibility report begins."""
        return self.say(
            "受业主单位委托，编制组于今年上半年对{users}开展调研，走访单位二十余家，发放问卷三百余份，在此基础上编制《{title}可行性研究报告》。",
            "为落实年度建设计划，业主单位会同有关部门就{title}进行多轮论证，形成本报告。报告对建设必要性、需求、方案、投资与效益作出分析。",
        )

    def conclusion(self) -> str:
        return self.say(
            "综上，{title}建设必要，方案可行，投资估算{wan}万元较为合理，建议尽快立项。",
            "本项目与{system}等衔接清楚，无重复建设，效益可以量化考核，具备立项条件。",
        )

    def requirements(self) -> list[tuple[str, str]]:
        """Return the points of a requirements report."""
        needs = [
            (
                f"{part}需求",
                self.say(
                    "{users}希望{what}能够减少手工登记，办理结果即时可查；高峰时段并发按现有业务量三倍考虑，页面响应不超过两秒。",
                    "调研中反映集中的问题是{what}环节重复录入和口径不一，要求一次采集、自动校验，并保留修改痕迹。",
                    "{what}应支持按岗位授权和委托办理，出现异常时自动提醒责任人，并可导出符合档案要求的文件。",
                    what=part,
                ),
            )
            for part in self.topic.parts
        ]
        return [*needs, ("数据需求", self.say("需要{consumes}；对外提供{shares}，更新频率不低于每日一次。"))]

    def duplicate_answer(self, other: str) -> str:
        return self.say(
            "“{other}”面向的对象和范围与本项目不同，本项目复用其事项目录、身份认证和接口，只新建{parts}，不重复开发已有功能。",
            "两个项目表述相近，系因依据同一政策文件。本项目的{first}为“{other}”所没有，数据通过共享交换平台取得，不另建数据库。",
            other=other,
        )

    def return_reason(self) -> str:
        return self.say(
            "经初审，申报材料基本齐全，但{doubt}请补充完善后于十个工作日内重新提交。",
            "信息资源目录与共享责任不够明确，投资测算缺少询价依据。{doubt}请按标注逐项补正。",
        )

    def pass_opinion(self) -> str:
        """Return what a panel concludes when it is content."""
        return self.say(
            "专家组听取了业主单位汇报，审阅了可行性研究报告和需求分析报告，经质询讨论认为：{title}建设依据充分，需求调研扎实；{parts}的划分合理，与{system}的衔接关系清楚；安全按{grade}设计符合要求；投资估算依据基本充分。同意通过论证。",
            "会议认为，{title}针对{users}的实际困难，目标明确、可考核。技术路线成熟，{first}先行、{last}随后的实施顺序可行；数据共享方案落实了{shares}的提供责任。专家组一致同意该项目通过论证，建议在实施中加强与{system}的联调。",
        )

    def revise_opinion(self) -> str:
        return self.say(
            "专家组原则同意{title}的建设目标与总体方案。同时认为：{doubt}请业主单位修改可行性研究报告，补充{part}的工作量测算，经专家组组长复核后视为通过论证。",
            "{title}必要性论证充分，但方案深度不够。主要意见：一、{doubt}二、与{systems}的接口清单需细化到字段；三、压减非必要硬件。修改完善后通过。",
        )

    def fail_opinion(self) -> str:
        return self.say(
            "专家组审阅材料并质询后认为：{doubt}{part}的需求来源不清，投资估算与工作量不匹配，目前不具备立项条件，不予通过论证。建议重新梳理需求后再行申报。",
            "会议对{title}进行了认真讨论。多数专家认为，现有{system}经适当扩展即可满足需求，{doubt}论证结论为不通过。",
        )

    def problem(self) -> str:
        return self.say(
            "{doubt}",
            "{part}的测试指标不够具体，难以据此验收。{doubt}",
            "与{system}的数据更新责任没有落到处室。",
        )

    def suggestion(self) -> str:
        return self.say(
            "建议先建{first}，见效后再推广到其余部分。",
            "建议将{shares}的质量要求写入招标文件，并约定违约责任。",
            "建议在{part}上线前组织一次{users}参加的试用评议。",
            "建议每月向信息办报送{last}的进展和数据接入情况。",
            "建议补充{system}停用或并行期间的应急预案。",
        )

    def remark(self) -> str:
        """Return why something is assessed as largely meeting only."""
        return self.say(
            "{part}的描述偏原则，指标可再量化。",
            "与{system}的接口工作量估计偏低。",
            "对{users}的培训安排不够具体。",
            "{shares}的更新频率应当明确。",
        )
