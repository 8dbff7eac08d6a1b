"""What people write from the approval to the contract, said of what the project is about."""

from decimal import Decimal

from egov.demo.texts.words import Words

Points = list[tuple[str, str]]


class Deeds(Words):
    """Approval and procurement."""

    def request(self, *, government: str, owner: str, builder: str) -> str:
        return self.say(
            "{government}：\n{owner}申报的{title}已列入年度建设计划，经信息办会同财政部门组织专家论证，同意通过。项目主要建设{parts}，投资估算{wan}万元。项目与{system}衔接清楚，不存在重复建设。建议批准立项，并明确{builder}为项目建设主体。\n妥否，请批示。",
            "{government}：\n为解决{users}反映的突出问题，{owner}申报建设{title}，内容包括{parts}，安全按{grade}保护。专家论证认为目标明确、方案可行。现呈请审批，建议由{builder}承担建设主体责任，投资控制在{wan}万元以内。\n当否，请示。",
            government=government,
            owner=owner,
            builder=builder,
        )

    def decision(self, *, rejected: bool) -> str:
        if rejected:
            return self.say(
                "会议认为，{doubt}当前财政应优先保障民生和安全类项目，对{title}不予批准，今后不再列入计划。",
            )
        return self.say(
            "会议听取了关于{title}的汇报，原则同意立项。会议强调，要坚持急用先行，{first}应尽快见效；要落实{shares}的共享责任，不得形成新的数据孤岛；投资从严控制，不得突破。",
            "会议同意建设{title}。要求建设主体严格执行招标投标和工程监理制度，信息办、财政部门加强过程管理，{part}建成后首先接受{users}的评议。",
        )

    def duties(self) -> str:
        return self.say(
            "严格按照批准的内容和规模组织实施，不得擅自变更建设内容、扩大建设规模。\n依法开展方案征集和招标，{parts}的采购需求须经信息办和使用方共同确认。\n同步落实网络安全{grade}保护和商用密码应用要求。\n{shares}须在验收前接入政务数据共享交换平台。",
            "项目实行建设主体负责制和工程监理制，按月报送进度。\n与{system}的对接方案报信息办备案后实施。\n项目竣工后六个月内申请验收，未经验收或验收不合格不得投入使用。\n结余资金按规定收回。",
        )

    def termination(self) -> str:
        return self.say(
            "{trouble}会议同意终止{title}，已形成的成果移交相关单位利用，未支付资金收回专项资金统筹安排。",
        )

    def solicitation(self, builder: str) -> str:
        return self.say(
            "根据立项批复，{builder}现就{title}向社会公开征集设计方案，欢迎具备相应能力的单位应征。\n一、征集内容：{parts}。\n二、应征单位应熟悉{system}等既有系统，具有同类项目设计业绩。\n三、方案经评审择优采用，最优方案单位承担优化设计和投资概算编制；依照规定，其不得参加本项目后续采购。",
            "为做好{title}建设，{builder}面向社会公开征集方案。应征方案应围绕{users}的实际需求，重点回应{part}的实现路径、与{systems}的衔接、数据安全和运维成本等问题。应征文件须在截止时间前密封递交，逾期不予受理。",
            builder=builder,
        )

    def scheme_requirements(self) -> str:
        return self.say(
            "一、总体架构与{parts}的详细设计；\n二、与{systems}的接口说明；\n三、{grade}等级保护与密码应用设计；\n四、分项投资测算，总额不超过{wan}万元；\n五、实施计划、培训与运维方案。",
            "方案应包含需求理解、总体设计、{first}和{last}的专项设计、数据共享（提供{shares}，使用{consumes}）、安全设计、进度安排、投资测算七部分，正文不超过一百二十页。",
        )

    def scheme(self) -> Points:
        return [
            (
                "需求理解",
                self.say(
                    "{title}服务于{users}。我们认为关键在于{part}，需先理顺职责再谈系统。",
                    "通过对{systems}的分析，本方案将{first}作为突破口，避免推倒重来。",
                ),
            ),
            (
                "总体设计",
                self.say(
                    "采用微服务架构，{parts}分别部署，通过消息队列与接口网关协同。",
                    "按“平台加应用”组织，{first}沉淀共性能力，其余部分按需扩展。",
                ),
            ),
            (
                "实施计划",
                self.say(
                    "第一阶段完成{first}，第二阶段完成其余建设并联调，第三阶段试运行与培训。",
                    "十个月内交付，{last}与数据迁移并行，关键节点预留两周缓冲。",
                ),
            ),
        ]

    def scheme_summary(self) -> str:
        return self.say(
            "以{first}为核心，复用{system}，分三期实施，强调数据质量。",
            "云原生架构，{part}采用成熟产品加定制，运维成本较低。",
            "重视{users}的使用体验，提供移动端优先的设计。",
            "突出安全与密码设计，{last}采用国产化产品。",
        )

    def design(self) -> Points:
        return [
            (
                "优化说明",
                self.say(
                    "根据评审意见，细化了{part}的流程设计，补充{shares}的更新机制。",
                    "吸收其他方案关于{last}的思路，压缩了硬件数量，明确与{system}的接口。",
                ),
            ),
            ("详细设计", self.topic.content),
            (
                "安全设计",
                self.say(
                    "按{grade}要求设计安全物理环境、通信网络、区域边界、计算环境和管理中心，并编制密码应用方案。"
                ),
            ),
        ]

    def estimate(self) -> str:
        return self.say(
            "概算按优化设计的工程量编制，{parts}的软件开发按功能点计列，设备按询价均价计列，预备费从低。",
            "本概算在批准投资的基础上细化到分部分项，{first}占比最高；监理、测评费用按合同约定比例计列。",
        )

    def overrun(self) -> str:
        return self.say(
            "因{part}的规模按实核增，且同类产品涨价，概算略超批准投资。会议同意在专项资金预备费中解决，不得再行追加。"
        )

    def tender(self, builder: str) -> str:
        return self.say(
            "{builder}就{title}进行公开招标，欢迎合格供应商投标。\n一、采购内容：{parts}，详见招标文件。\n二、投标人须具备承担民事责任的能力、良好的商业信誉和健全的财务制度，近三年无重大违法记录；不接受联合体投标。\n三、为本项目提供整体设计、监理的单位不得参加投标。\n四、评标采用综合评分法。",
            "受批复委托，{builder}对{title}实施公开招标。项目须在合同签订后八个月内完成{parts}并投入试运行，与{systems}完成对接。投标人应自行承担踏勘费用，投标文件须在截止时间前递交，逾期送达或未按要求密封的不予接收。",
            builder=builder,
        )

    def tender_document(self) -> Points:
        return [
            ("采购需求", self.topic.content),
            (
                "评分办法",
                self.say(
                    "价格三十分，技术方案四十分，其中{first}占十五分；业绩与团队二十分，售后服务十分。",
                    "价格三十五分，{part}演示十五分，技术响应三十分，实施团队与服务二十分。",
                ),
            ),
            (
                "合同主要条款",
                self.say(
                    "签订后支付三成，初验后支付四成，终验后支付两成半，质保期满支付余款；逾期每日按千分之一计违约金。",
                    "按里程碑付款，{last}完成前累计支付不超过六成；源代码和数据归采购人所有。",
                ),
            ),
        ]

    def clarification(self) -> str:
        return self.say(
            "有投标人询问{part}是否要求提供源代码。现答复：凡定制开发部分均须提供源代码和技术文档，成品软件除外。投标截止时间不变。",
            "招标文件中关于{first}性能指标的表述统一为“高峰时段平均响应时间不超过两秒”，其余内容不变。",
            "应投标人要求，采购人组织现场踏勘，请与联系人预约；与{system}的接口文档可凭授权书领取。",
        )

    def bid(self, bidder: str) -> Points:
        return [
            ("投标函", f"{bidder}愿意按招标文件的要求承担{self.topic.title}，投标有效期九十天。"),
            (
                "技术方案",
                self.say(
                    "针对{parts}逐项响应，无负偏离；{part}提供原型演示。",
                    "项目团队常驻二十二人，{first}负责人具有同类项目经验五年以上。",
                ),
            ),
        ]

    def evaluation(self, names: list[str]) -> Points:
        lines = "\n".join(
            f"第{place}名：{name}，综合得分{92.6 - place * 2.35:.2f}分" for place, name in enumerate(names, 1)
        )
        return [
            (
                "评标情况",
                self.say(
                    "评标委员会由五人组成，其中专家四人。各投标文件均通过资格性和符合性审查，对{part}的演示逐家打分。",
                    "评标委员会按综合评分法独立评审，{first}方案的差异是得分拉开的主要原因，无异常低价。",
                ),
            ),
            ("推荐中标候选人", lines),
        ]

    def award(self, winner: str, amount: Decimal) -> str:
        return self.say(
            "{title}经公开招标和评标委员会评审，确定{winner}为中标人，中标金额人民币{amount}元，主要标的为{parts}。各有关当事人对结果有异议的，可在公告期限届满之日起七个工作日内以书面形式提出质疑。",
            "现将{title}中标结果公告如下：中标人{winner}，中标金额{amount}元，服务期限八个月，质保三年。公告期限为一个工作日。",
            winner=winner,
            amount=f"{amount:,.2f}",
        )

    def too_few(self) -> str:
        return self.say(
            "至投标截止时间，递交投标文件的供应商不足三家，依照招标投标法第二十八条，本次招标失败。经分析，{part}的业绩要求偏高，将调整后重新招标。"
        )

    def contract(self, contractor: str) -> Points:
        return [
            ("合同双方", f"承建单位：{contractor}。双方依照民法典、政府采购法及招标文件订立本合同。"),
            (
                "建设内容",
                self.say(
                    "乙方完成{parts}，并与{systems}对接。",
                    "乙方负责{title}的设计深化、开发、部署、培训和三年质保，含{parts}。",
                ),
            ),
            (
                "付款与违约",
                self.say(
                    "按进度分四期支付；乙方逾期超过三十日，甲方有权解除合同。",
                    "合同价包含税费与培训费用；未经甲方书面同意不得转包、分包。",
                ),
            ),
        ]
