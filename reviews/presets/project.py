"""Sheets for the argumentation, the schemes and the acceptance of a project."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from reviews.models import Dimension, Panel
from reviews.presets.lines import Preset, gate, points

D = Dimension

OF_PROJECTS = (
    Preset(
        "argumentation",
        Panel.Kind.ARGUMENTATION,
        _("Argumentation of a project"),
        "国办发〔2019〕57号（分值为平台约定）",
        (
            gate("不属于重复建设", D.NECESSITY, "与已建、在建系统不重复，可共享的不新建。"),
            points("建设必要性", D.NECESSITY, 25, "依据充分、需求真实、目标明确。"),
            points("技术可行性", D.FEASIBILITY, 25, "架构合理、路线成熟、与公共平台衔接。"),
            points("投资合理性", D.ECONOMY, 20, "工作量和单价有依据，无虚列。"),
            points("预期成效", D.EFFECT, 15, "绩效指标可衡量，共享数据有安排。"),
            points("安全保障", D.SECURITY, 15, "等级保护、密码应用与项目同步规划。"),
        ),
        pass_mark=Decimal(60),
    ),
    Preset(
        "scheme",
        Panel.Kind.SCHEME,
        _("Review of design schemes"),
        "电子政务建设流程三(三)1（分值为平台约定）",
        (
            gate("方案完整", D.CONFORMITY, "征集公告要求的内容齐全，未抄袭他人方案。"),
            points("需求响应", D.CONFORMITY, 20, "逐项响应批复内容，无遗漏、无偏离。"),
            points("总体架构与技术路线", D.TECHNIQUE, 35, "先进适用、可扩展，利用公共平台能力。"),
            points("安全与密码", D.SECURITY, 15, "满足等级保护和密码应用要求。"),
            points("实施组织", D.IMPLEMENTATION, 15, "进度、人员、培训和移交安排可行。"),
            points("概算合理性", D.ECONOMY, 15, "控制在批复投资之内，测算有依据。"),
        ),
    ),
    Preset(
        "acceptance",
        Panel.Kind.ACCEPTANCE,
        _("Final acceptance"),
        "国办发〔2019〕57号第二十三条（分值为平台约定）",
        (
            gate("测评合格", D.SECURITY, "等级保护测评、软件功能测试均有合格报告。"),
            points("合同内容完成", D.SCOPE, 30, "合同和变更约定的内容逐项完成。"),
            points("功能与性能", D.FUNCTION, 30, "演示和测试结果达到合同要求。"),
            points("安全保障", D.SECURITY, 15, "测评问题整改完毕，制度落实。"),
            points("文档完整", D.PAPERS, 15, "过程、技术、管理文档齐全规范。"),
            points("应用成效", D.EFFECT, 10, "试运行平稳，用户认可。"),
        ),
        pass_mark=Decimal(60),
    ),
)
