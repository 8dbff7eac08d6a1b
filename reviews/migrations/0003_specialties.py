from django.db import migrations

SPECIALTIES = {
    "01 软件与系统": ("软件工程与系统架构", "业务系统与政务服务", "系统集成", "软件测试"),
    "02 数据资源": ("数据治理与共享交换", "大数据分析与人工智能", "数据库", "地理信息", "电子档案"),
    "03 基础设施": (
        "政务云与数据中心",
        "网络与通信",
        "物联网与感知设备",
        "音视频与会议系统",
        "机房与综合布线",
    ),
    "04 安全与密码": ("网络安全", "密码应用", "等级保护与测评", "数据安全与个人信息保护"),
    "05 建设管理": ("信息系统工程监理", "项目管理", "信息化标准", "信息技术应用创新"),
    "06 经济与法律": ("造价与预算", "财务与审计", "政府采购", "法律与知识产权"),
    "07 业务与绩效": ("公共管理", "绩效评价", "政务服务业务", "城市运行与应急管理"),
}
"""The two levels that the list begins with; the code is the field's, then two digits of its own."""


def begin_list(apps, editor):
    Specialty = apps.get_model("reviews", "Specialty")
    for heading, names in SPECIALTIES.items():
        code, name = heading.split()
        field = Specialty.objects.create(code=code, name=name)
        for place, each in enumerate(names, start=1):
            Specialty.objects.create(code=f"{code}{place:02d}", name=each, parent=field)


class Migration(migrations.Migration):
    # What these brought is in this and in 0001_initial.
    replaces = [
        ("reviews", "0004_pool_filled"),
    ]
    dependencies = [("reviews", "0002_guards")]

    operations = [migrations.RunPython(begin_list, migrations.RunPython.noop)]
