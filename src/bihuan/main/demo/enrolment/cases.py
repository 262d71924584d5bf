"""Cases of the demo in every stage (演示事项), taken through the ordinary services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Final

from django.db import transaction
from django.utils.timezone import localtime
from PIL import Image, ImageOps
from PIL.ExifTags import GPS, IFD, Base

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import within
from bihuan.cases import services
from bihuan.cases.models import Case, Evidence
from bihuan.cases.services import Answer, NewCase, raise_cases
from bihuan.cases.services.step import answer_step
from bihuan.documents.services.file import keep_file
from bihuan.registry.models import Enterprise, MonitoringPoint

SEED: Final = 20261121
TAKEN_BEFORE: Final = timedelta(minutes=25)
NANHAI: Final = "440605"
TOWN: Final = "410181106"
NAMES: Final = ("wang", "li", "liu", "zhou", "zhao", "he", "chen", "feng")

FACTORS: Final = (
    ("二氧化硫", "小时均值", 52.3, 35, "mg/m³"),
    ("氮氧化物", "小时均值", 118.0, 100, "mg/m³"),
    ("化学需氧量", "日均值", 57.6, 50, "mg/L"),
    ("氨氮", "日均值", 6.8, 5, "mg/L"),
    ("颗粒物", "小时均值", 14.2, 10, "mg/m³"),
)
EXPLANATIONS: Final = (
    ("治理设施故障", "脱硫循环泵跳停 40 分钟，已切换备用泵，并联系厂家检修。"),
    ("设备故障", "分析仪光源衰减，比对后确认数据偏高，已更换光源并重新校准。"),
    ("启停", "窑炉点火升温阶段，已按规定做工况标记。"),
    ("真实超标-工艺波动", "进水浓度突增，已加大药剂投加量，出水两小时后恢复。"),
    ("校准维护", "运维单位例行校准，未及时标记，已补做标记并附记录。"),
)
PROBLEMS: Final = (
    ("裸地扬尘", "310 国道旁工地裸土约 300 平方米未覆盖", "立即覆盖防尘网，出入口安装冲洗设施"),
    ("道路扬尘", "站街大道重型货车遗撒，路面积尘明显", "组织湿式清扫，每日不少于四次"),
    ("露天焚烧", "村北沟渠焚烧秸秆，浓烟影响微站读数", "扑灭并核查责任人，加强巡查"),
    ("餐饮油烟", "夜市两家烧烤店未开启净化器", "停业整改，安装并运行油烟净化设施"),
    ("渣土运输", "渣土车未密闭运输，夜间通行三辆次", "移交城管部门处理，核查清运资质"),
)
VERDICT: Final = Answer(fields={"verdict": "设备原因", "text": "情况属实，同意。"})


@dataclass(frozen=True, slots=True)
class _Route:
    """Who reviews the tasks of one place, county and city."""

    county: User
    city: User


@transaction.atomic
def enrol_cases(*, now: datetime) -> int:
    """Add the demo's cases where there are none; how many there are then."""
    people = {user.username: user for user in User.objects.filter(username__in=NAMES)}
    units = Enterprise.objects.filter(district_id__in=[NANHAI]).exists()
    if Case.objects.exists() or len(people) < len(NAMES) or not units:
        return Case.objects.count()
    dice = Random(SEED)
    _tasks(people, dice, now)
    _orders(people, now)
    _letters(people, now)
    _work_orders(people, now)
    services.anchor_history(now)
    return Case.objects.count()


def _tasks(people: dict[str, User], dice: Random, now: datetime) -> None:
    """Exceedance tasks of the province: each depth of the route is met several times."""
    near = list(Enterprise.objects.filter(district_id=NANHAI).order_by("pk")[:10])
    own = list(Enterprise.objects.filter(people=people["chen"]).order_by("pk")[:2])
    far = Enterprise.objects.filter(within("district_id", "4401")).order_by("district_id", "pk")
    units = [*own, *near, *own, *far[:8]]
    routes: dict[str, _Route] = {}
    for place in reversed(range(56)):
        unit = units[place % len(units)]
        start = now - timedelta(hours=4 + place * 13, minutes=dice.randrange(60))
        case = _task(unit, start, dice)
        code = unit.district_id
        if code not in routes:
            routes[code] = _Route(
                _officer(people, Role.DISTRICT, code), _officer(people, Role.CITY, code[:4])
            )
        depth = place % 4 if place < 8 else 1 + dice.randrange(7)
        _walk(case, depth, start, routes[code], people["zhou"], dice)
    for late in Case.objects.filter(state="open", deadline__lt=now)[:3]:
        services.urge(late, note="请今日内办理", by=people["zhou"], now=now - timedelta(hours=1))


def _officer(people: dict[str, User], role: Role, code: str) -> User:
    """Who holds such a post in the demo; a person of the past, who cannot log in, where nobody."""
    post = Post.objects.filter(role=role, district_id=code, is_active=True).first()
    if post is not None:
        return post.user
    district = District.objects.get(pk=code)
    user = User(username=f"past-{code}", name=f"{district.name}经办人（演示）")
    user.set_unusable_password()
    user.save()
    Post.objects.create(user=user, role=role, district=district)
    return user


def _task(unit: Enterprise, start: datetime, dice: Random) -> Case:
    factor, kind, value, limit, measure = FACTORS[dice.randrange(len(FACTORS))]
    point = MonitoringPoint.objects.filter(outlet__enterprise=unit).first()
    outlet = point.name if point else "排放口"
    value = round(value * (1 + dice.random() / 4), 1)
    over = round(value / limit - 1, 2)
    new = NewCase(
        kind="exceedance_task",
        title=f"{unit.name} {outlet} {factor}{kind}超标",
        district=unit.district,
        enterprise=unit,
        points=[point] if point else [],
        reason=f"{factor}{kind} {value} {measure}，超过限值 {limit} {measure}，超标 {over} 倍",
        fields={
            "kind": f"{kind}超标",
            "factor": factor,
            "value": f"{value} {measure}",
            "limit": f"{limit} {measure}",
            "begin": start.isoformat(),
        },
    )
    return raise_cases([new], by=None, now=start)[0]


def _walk(
    case: Case, depth: int, start: datetime, route: _Route, province: User, dice: Random
) -> None:
    """Take a task some steps further: explained, returned, passed, raised, closed."""
    at = start + timedelta(hours=2 + dice.random() * 26)
    later = [at + timedelta(hours=hours) for hours in (5, 24, 30, 50)]
    if depth >= 1:
        _explain(case, at, dice)
    if depth in {2, 6}:
        answer = Answer(fields={"text": "请补充设备检修记录和现场照片。"})
        services.take_step(case, "county_return", by=route.county, now=later[0], answer=answer)
    if depth == 6:
        _explain(case, later[1], dice)
    if depth >= 3:
        services.take_step(case, "county_pass", by=route.county, now=later[2], answer=VERDICT)
    if depth == 4:
        answer = Answer(fields={"text": "超标倍数较高，请省厅审定。"})
        services.take_step(case, "city_raise", by=route.city, now=later[3], answer=answer)
    if depth >= 5:
        services.take_step(case, "city_close", by=route.city, now=later[3], answer=VERDICT)
    if depth == 7:
        services.copy_to(case, people=[province], note="", by=route.city, now=later[3])


def _explain(case: Case, at: datetime, dice: Random) -> None:
    reason, text = EXPLANATIONS[dice.randrange(len(EXPLANATIONS))]
    _attach(case, "explain", at, dice.randrange(1, 400))
    unit = case.enterprise.name if case.enterprise else "企业"
    fields = {"reason": reason, "text": text, "measures": "已制定巡检计划，每班记录设备参数。"}
    answer_step(case, "explain", answerer=f"{unit} 环保负责人", now=at, fields=fields)


def _attach(case: Case, step: str, at: datetime, seed: int) -> Evidence:
    file = keep_file(
        BytesIO(_photograph(seed, at - TAKEN_BEFORE, case.enterprise)),
        name=f"现场照片{seed % 90 + 10}.jpg",
        by=None,
        now=at,
    )
    fresh = Case.objects.select_related("version", "enterprise").get(pk=case.pk)
    return services.add_evidence(fresh, step, file, by=None, now=at)


def _photograph(seed: int, at: datetime, unit: Enterprise | None) -> bytes:
    """An invented picture with time and place as a phone writes them; no two are alike."""
    dice = Random(seed)
    mosaic = bytes(dice.randrange(70, 210) for _ in range(12 * 8))
    picture = Image.frombytes("L", (12, 8), mosaic).resize((640, 420), Image.Resampling.BICUBIC)
    shown = ImageOps.colorize(picture, (38, 58, 84), (214, 226, 205))
    exif = Image.Exif()
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = f"{localtime(at):%Y:%m:%d %H:%M:%S}"
    if unit is not None and unit.longitude is not None and unit.latitude is not None:
        place = exif.get_ifd(IFD.GPSInfo)
        place[GPS.GPSLatitudeRef], place[GPS.GPSLongitudeRef] = "N", "E"
        place[GPS.GPSLatitude] = (unit.latitude + dice.uniform(-1, 1) / 1000, 0.0, 0.0)
        place[GPS.GPSLongitude] = (unit.longitude + dice.uniform(-1, 1) / 1000, 0.0, 0.0)
    file = BytesIO()
    shown.save(file, "JPEG", quality=80, exif=exif)
    return file.getvalue()


def _orders(people: dict[str, User], now: datetime) -> None:
    """Orders of the county to a township, from not signed for to closed."""
    wang, liu = people["wang"], people["liu"]
    body, district = liu.organisation, District.objects.get(pk=TOWN)
    for place in reversed(range(15)):
        matter, found, advice = PROBLEMS[place % len(PROBLEMS)]
        start = now - timedelta(hours=1 + place * 9)
        new = NewCase(
            kind="assignment_order",
            title=f"{district.name}{matter}",
            district=district,
            reason=f"{found}。",
            fields={"matter": matter, "site": found[:30], "advice": advice, "found_by": "人工巡查"},
            lead=body,
        )
        case = raise_cases([new], by=wang, now=start)[0]
        depth = place % 5
        at = [start + timedelta(hours=hours) for hours in (1, 3, 20, 30)]
        if depth >= 1:
            services.take_step(case, "accept", by=liu, now=at[0])
        if depth >= 2:
            fields = {
                "place": "113.0361,34.7782",
                "moment": at[1].isoformat(),
                "text": "已到现场。",
            }
            services.take_step(case, "arrive", by=liu, now=at[1], answer=Answer(fields=fields))
        if depth >= 3:
            _attach_by(case, "feed_back", liu, at[2], 20_000 + place)
            fields = {"text": f"{advice}，现已完成。", "done_at": at[2].isoformat()}
            services.take_step(case, "feed_back", by=liu, now=at[2], answer=Answer(fields=fields))
        if depth >= 4:
            answer = Answer(fields={"verdict": "整改到位", "text": "现场复核，整改到位。"})
            services.take_step(case, "close", by=people["li"], now=at[3], answer=answer)


def _attach_by(case: Case, step: str, by: User, at: datetime, seed: int) -> Evidence:
    file = keep_file(
        BytesIO(_photograph(seed, at - TAKEN_BEFORE, None)), name="整改后.jpg", by=by, now=at
    )
    fresh = Case.objects.select_related("version", "enterprise").get(pk=case.pk)
    return services.add_evidence(fresh, step, file, by=by, now=at)


def _letters(people: dict[str, User], now: datetime) -> None:
    """Supervision orders of the province, one drafted, one issued."""
    zhou, zhao = people["zhou"], people["zhao"]
    district = District.objects.get(pk=NANHAI)
    unit = Enterprise.objects.filter(district=district).order_by("pk").first()
    for place in range(2):
        start = now - timedelta(days=1 + place * 2)
        new = NewCase(
            kind="supervision_order",
            title=f"关于{unit}自动监控数据异常的督办",
            district=district,
            enterprise=unit,
            reason="近 30 日内同一排放口小时均值超标 6 次，超标异常任务两次被退回，整改不到位。",
            fields={
                "level": "事后督办",
                "matter": "超标排放",
                "addressee": "佛山市生态环境局",
                "demand": "一、核实超标原因，依法查处。\n二、督促企业检修治理设施，按期反馈。",
                "signature": "省生态环境厅（演示）",
            },
            lead=zhao.organisation,
        )
        case = raise_cases([new], by=zhou, now=start)[0]
        if place:
            answer = Answer(fields={"signer": "周明远", "text": "请按期反馈。"})
            at = start + timedelta(hours=3)
            services.take_step(case, "issue", by=zhou, now=at, answer=answer)
            services.take_step(case, "sign", by=zhao, now=start + timedelta(hours=6))


def _work_orders(people: dict[str, User], now: datetime) -> None:
    """Questions to the service desk, each a work order with its clock."""
    feng, zhao = people["feng"], people["zhao"]
    district = District.objects.get(pk=NANHAI)
    asked = (
        ("数采仪更换后数据未入库", "故障排查"),
        ("企业账号无法登录", "账号"),
        ("标记补录窗口已关闭", "数据处理"),
        ("排放口限值有误", "配置"),
    )
    for place, (words, kind) in enumerate(asked):
        start = now - timedelta(hours=1 + place * 7)
        fields = {"class": kind, "urgency": "一般", "way": "电话"}
        new = NewCase(
            kind="work_order",
            title=words,
            district=district,
            reason=f"{words}，请协助处理。",
            fields=fields,
        )
        case = raise_cases([new], by=zhao, now=start)[0]
        if place >= 1:
            at = start + timedelta(minutes=30)
            services.take_step(case, "accept", by=feng, now=at)
        if place >= 2:
            changed = {"before": f"{words}。", "after": "已按现场核实的情况更正。"}
            answer = Answer(fields={"text": "已处理，请确认。", **changed})
            services.take_step(
                case, "solve", by=feng, now=start + timedelta(hours=2), answer=answer
            )
        if place >= 3:
            answer = Answer(fields={"satisfaction": "满意"})
            services.take_step(
                case, "confirm", by=zhao, now=start + timedelta(hours=3), answer=answer
            )
