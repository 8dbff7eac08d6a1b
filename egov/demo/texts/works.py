"""What people write from the start of construction to the end, and what panels conclude."""

from egov.demo.texts.deeds import Deeds, Points


class Works(Deeds):
    """Panels, construction, acceptance, operation."""

    def panel_opinion(self, kind: str, verdict: str, order: list[str]) -> str:
        """Return what a panel writes as its opinion."""
        if kind == "scheme":
            return self.say(
                "评审组对{number}份应征方案进行了独立评审。{best}的方案对{users}的需求理解准确，{first}设计完整，与{system}的衔接可行，投资测算清晰，综合评价第一；建议在优化设计中吸收其他方案关于{last}的思路。",
                "经审阅、质询和讨论，评审组认为{best}的方案技术路线合理，{part}的实施路径明确，安全设计符合{grade}要求，推荐为最优方案。其余方案在{shares}的更新机制上深度不足。",
                number=len(order),
                best=order[0],
            )
        if kind == "acceptance":
            return self.acceptance_opinion(passed=verdict == "")
        return {
            "": self.pass_opinion,
            "revision": self.revise_opinion,
            "fails": self.fail_opinion,
            "hopeless": self.fail_opinion,
        }[verdict]()

    def acceptance_opinion(self, *, passed: bool) -> str:
        if passed:
            return self.say(
                "验收组听取了建设、监理和使用单位汇报，查看了系统演示，抽查了文档。认为{parts}已按合同和优化设计全部完成，试运行稳定，{shares}已按目录提供；技术、财务、档案、安全、数据共享专项验收均已通过。同意通过竣工验收。",
                "经现场测试与资料核查，{title}功能、性能达到批复要求，{users}反映良好，遗留问题均已明确责任和时限。验收组一致同意通过竣工验收，可以投入使用。",
            )
        return self.say(
            "验收组抽测发现：{trouble}{part}的实测指标未达到合同约定，相关测试记录与现场不符。验收组认为目前不具备通过竣工验收的条件，请承建单位限期整改后重新组织验收。",
            "{trouble}上述问题影响{users}的正常使用，验收组认为竣工验收不通过，整改并经监理单位复核后再行申请。",
        )

    def supervision_scope(self) -> str:
        return self.say(
            "对{title}实施阶段的质量、进度、投资、变更、安全和文档进行监理，重点旁站{part}的部署与测试，组织初步验收。",
            "自开工至竣工验收全过程监理，按月提交监理月报；{first}上线前审查测试报告，{last}完成后核验工程量。",
        )

    def deliverable(self, part: str) -> str:
        return self.say(
            "{what}部署完毕，功能清单逐项演示通过，提交测试报告、用户手册和源代码。",
            "{what}经{users}试用确认，接口联调记录齐全，监理单位签字。",
            "{what}的设备或程序到位并安装调试完成，提供清单、合格证明和操作培训签到表。",
            what=part,
        )

    def evidence(self, part: str) -> Points:
        return [
            (
                "完成情况",
                self.say(
                    "{what}已按设计完成，抽测用例通过率百分之九十八以上，问题当场整改。",
                    "{what}于本日通过三方确认，遗留的界面文字问题不影响使用。",
                    what=part,
                ),
            )
        ]

    def done(self, place: int) -> str:
        part = self.topic.parts[place - 1]
        return self.say(
            "本期完成{what}的主体开发和第一轮联调，处理缺陷四十三项；与{system}的接口已在测试环境跑通。",
            "完成{what}的详细设计确认、环境部署和数据准备，组织{users}试用一次，收集意见十七条。",
            "按计划推进{what}，到货设备全部上架，完成单元测试和安全扫描，整改中危漏洞六个。",
            what=part,
        )

    def troubles(self, place: int) -> str:
        return (
            self.topic.trouble
            if place == 2
            else self.say("暂无影响工期的问题。", "{consumes}中个别字段的口径待数源部门确认。")
        )

    def planned(self, place: int) -> str:
        part = self.topic.parts[min(place, len(self.topic.parts) - 1)]
        return self.say(
            "下期启动{what}，同步开展用户培训。", "完成{what}的开发与部署，准备阶段确认材料。", what=part
        )

    def supervision(self, percent: int) -> dict[str, str]:
        """Return the four findings of a supervision report."""
        return {
            "quality": self.say(
                "抽查{part}代码规范与测试记录，符合要求；发现文档版本不一致两处，已签发监理通知单。",
                "旁站{first}部署过程，工艺符合设计；要求补充压力测试。",
                "{last}的需求跟踪矩阵完整，缺陷关闭率百分之九十三。",
            ),
            "progress": self.say(
                "累计完成工程量的{percent}%，与计划基本一致。",
                "进度{percent}%，{part}略有滞后，已要求承建单位增加人手。",
                percent=percent,
            ),
            "cost": self.say(
                "本期无超合同支付，累计支付与完成工程量相符。", "审核付款申请一份，核减不符项后同意支付。"
            ),
            "safety": self.say(
                "现场安全与数据安全管理到位，测试环境未使用真实个人信息。",
                "检查账号权限与日志留存，要求清理离职人员账号两个。",
            ),
        }

    def change(self, *, large: bool) -> str:
        if large:
            return self.say("为解决{part}实施中发现的问题，增加相应软硬件和集成工作量，工期顺延十五天。")
        return self.say(
            "调整{first}的部署方式，由单节点改为双节点，减少等额的培训和差旅费用后略有增加。",
            "按使用方要求增加{last}的统计报表十二张。",
        )

    def issue_title(self, *, blocking: bool) -> str:
        part = self.topic.parts[-1 if blocking else 0]
        return f"{part}{'存在越权访问漏洞' if blocking else '操作日志字段不全'}"

    def issue(self, *, blocking: bool) -> str:
        if blocking:
            return self.say(
                "安全检查发现，{last}的查询接口未校验岗位权限，普通账号可以查看其他单位的数据，属高风险，整改并复测前不得进入试运行。"
            )
        return self.say(
            "{first}的操作日志未记录来源地址和操作结果，不满足{grade}安全审计要求，请补充并提供样例。"
        )

    def rectified(self) -> str:
        return self.say(
            "已修改{part}相关程序并重新发布，补充用例二十六个，经第三方复测通过。",
            "完成整改：调整{first}配置并更新文档，组织承建单位举一反三自查，未再发现同类问题。",
            "责任单位已按要求补齐资料并盖章确认，{system}侧同步完成核对。",
        )

    def trial_plan(self) -> str:
        return self.say(
            "试运行三个月，先在两个单位试用{first}，第二个月扩大到{users}；设专人值守，问题两小时内响应。",
            "试运行期间新旧系统并行，{last}以新系统为准，每周汇总问题清单。",
        )

    def trial_log(self, place: int) -> str:
        ways = (
            (
                "{first}试用平稳，日均访问九百余次，收到意见十二条，已处理十条。",
                "上线首周{part}出现两次响应超时，扩容后恢复。",
            ),
            (
                "完成与{system}的夜间批量核对，差异三条，原因是对方数据延迟。",
                "组织{users}操作培训四场，现场满意度较高。",
            ),
            ("{last}连续运行三十天无中断，备份恢复演练成功。", "模拟故障切换用时四分钟，达到设计要求。"),
        )
        return self.say(*ways[place])

    def trial_report(self) -> str:
        return self.say(
            "试运行期间系统可用率百分之九十九点九三，{parts}全部投入使用，累计处理问题六十七个，遗留轻微问题两个，不影响使用。试运行合格。",
            "三个月来{title}运行稳定，性能指标优于合同约定，{users}评价良好，数据核对一致，同意结束试运行并转入初步验收。",
        )

    def preliminary(self, *, passed: bool) -> str:
        if passed:
            return self.say(
                "经审查，承建单位已完成合同约定的全部内容，{part}等抽测合格，文档齐全，试运行报告属实，同意通过初步验收，建议组织竣工验收。",
                "监理单位核对了工程量清单和测试记录，对{first}、{last}进行了现场复测，结果符合设计，初步验收合格。",
            )
        return self.say(
            "初步验收不合格。主要问题：{trouble}另有{part}的竣工资料与现场不一致。请限期三十日整改，整改后重新试运行。"
        )

    def final_failure(self) -> str:
        return self.say(
            "竣工验收未通过：{trouble}请建设主体督促承建单位整改，监理单位跟踪复核，重新履行试运行和验收程序。"
        )

    def sub_acceptance(self, kind: str) -> str:
        ways = {
            "technical": "对照合同和优化设计，{parts}的功能和性能测试全部通过，第三方测试报告结论为合格。",
            "financial": "资金专户核算，支付与合同一致，未发现挤占挪用；{title}结算价未突破批准投资。",
            "archive": "归档文件三百余件，分类编号规范，{first}的过程文档完整，电子文件与纸质一致，档案验收合格。",
            "security": "网络安全{grade}测评得分八十六分，无高风险项；密码应用安全性评估结论为符合。",
            "data_sharing": "{shares}已在共享交换平台挂接，抽查接口可用率百分之百；按需取得{consumes}。",
        }
        return self.say(ways[kind])

    def rest(self) -> str:
        return self.say("补充{part}的运行维护手册并完成第二轮培训。", "将{last}的竣工图电子版移交档案部门。")

    def maintenance(self) -> Points:
        return [
            (
                "组织与职责",
                self.say(
                    "使用方设系统管理员两名，承建单位驻场一名，{part}设专人负责。",
                    "建立由{users}参加的月度例会，问题分级处置。",
                ),
            ),
            ("服务要求", self.service_level()),
        ]

    def service_level(self) -> str:
        return self.say(
            "工作时间十五分钟响应，重大故障两小时恢复，月可用率不低于百分之九十九点九。",
            "七乘二十四小时值守，一般问题一个工作日解决，每季度巡检并提交报告。",
        )

    def retirement(self) -> str:
        return self.say(
            "{title}的任务已圆满完成，设备全部调剂给相关单位使用，资产移交手续办结，数据已归档，系统不再运行。"
        )

    def score_comment(self, indicator: str) -> str:
        return self.say(
            "{what}有据可查，抽查材料齐全。",
            "{what}基本达到目标，{part}仍可改进。",
            "{what}与批复一致。",
            what=indicator,
        )

    def evaluation_comment(self) -> str:
        return self.say(
            "{title}总体达到绩效目标，{first}使用率高；建议进一步提高{shares}的更新频率，控制运维成本。",
            "项目决策规范、过程可控，{users}满意度较高。{last}的深度应用不足，应纳入下一年度改进计划。",
            "资金使用合规，效益较为明显。与{system}的协同还有提升空间，建议业主单位明确专人负责数据质量。",
        )
