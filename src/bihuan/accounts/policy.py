"""The room's settings: passwords, sessions, accounts, exports (安全策略)."""

from typing import Final

from bihuan.accounts.roles import Role
from bihuan.accounts.setting import SettingKind, Shape, register

CLAUSE: Final = "GB/T 22239—2019 二级 身份鉴别"
PASSWORDS, SESSIONS, PEOPLE, EXPORTS = "登录密码", "登录与会话", "账号", "数据导出"
UPLOADS: Final = "上传文件"


def _security(key: str, label: str, section: str, default: object, **more: object) -> SettingKind:
    told = {"changed_by": Role.SECURITY_ADMIN, "is_confirmed": False, **more}
    return SettingKind(f"accounts.{key}", label, section, default, **told)  # type: ignore[arg-type]


PASSWORD_LENGTH: Final = _security(
    "password_length", "最少位数", PASSWORDS, 10, unit="位", least=8, most=64, source=CLAUSE
)
PASSWORD_KINDS: Final = _security(
    "password_kinds",
    "最少字符种类",
    PASSWORDS,
    3,
    unit="种",
    least=2,
    most=4,
    help="大写字母、小写字母、数字、符号四种中至少几种",
    source=CLAUSE,
)
PASSWORD_HISTORY: Final = _security(
    "password_history",
    "不得重复最近几次密码",
    PASSWORDS,
    5,
    unit="次",
    most=24,
    source=CLAUSE,
)
PASSWORD_AGE: Final = _security(
    "password_age_days",
    "密码有效期",
    PASSWORDS,
    90,
    unit="天",
    most=365,
    help="0 为不要求定期修改；到期后下次登录须先修改",
    source=CLAUSE,
)
LOCK_FAILURES: Final = _security(
    "lock_failures", "连续失败几次锁定", SESSIONS, 5, unit="次", least=3, most=20, source=CLAUSE
)
LOCK_MINUTES: Final = _security(
    "lock_minutes", "锁定时长", SESSIONS, 30, unit="分钟", least=5, most=1440, source=CLAUSE
)
IDLE_MINUTES: Final = _security(
    "idle_minutes",
    "无操作自动退出",
    SESSIONS,
    30,
    unit="分钟",
    least=5,
    most=480,
    help="大屏账号不受此限；自下次登录起生效",
    source=CLAUSE,
)
ONE_SESSION: Final = _security(
    "one_session",
    "同一账号只允许一处登录",
    SESSIONS,
    False,
    shape=Shape.SWITCH,
    help="新的登录使旧的登录失效",
)
SECOND_FACTOR_ROLES: Final = _security(
    "second_factor_roles",
    "须用动态口令的角色",
    SESSIONS,
    [],
    shape=Shape.CHOICES,
    choices=tuple((role.value, role.label) for role in Role),
    help="建议至少包括三个管理员；自下次登录起生效",
    source="GB/T 22239—2019 三级 身份鉴别（二级可选）",
)
MANAGEMENT_ADDRESSES: Final = _security(
    "management_addresses",
    "管理员登录地址限制",
    SESSIONS,
    "",
    shape=Shape.TEXT,
    help="系统、安全、审计管理员只能从这些地址登录，如 10.0.0.0/8，多个用逗号分开；空为不限",
    source="GB/T 22239—2019 二级 入侵防范",
)
DORMANT_DAYS: Final = _security(
    "dormant_days",
    "多久未登录自动停用",
    PEOPLE,
    90,
    unit="天",
    most=730,
    help="0 为不停用；大屏账号除外",
    source="GB/T 22239—2019 二级 访问控制",
)
REVIEW_DAYS: Final = _security(
    "review_days", "权限复核周期", PEOPLE, 180, unit="天", least=30, most=730
)
NOTICE_DAYS: Final = _security(
    "staff_notice_days",
    "人员变更提前报备",
    PEOPLE,
    7,
    unit="个工作日",
    most=60,
    source="合同条款：变更项目联系人应提前 7 个工作日书面通知",
    is_confirmed=True,
)
BULK_ROWS: Final = _security(
    "export_bulk_rows",
    "批量导出的行数界限",
    EXPORTS,
    50_000,
    unit="行",
    least=100,
    help="超过即按批量数据审批",
)
EXPORT_HOURS: Final = _security(
    "export_valid_hours", "批准后多久内有效", EXPORTS, 72, unit="小时", least=1, most=720
)
WATERMARK: Final = _security(
    "watermark",
    "屏幕与打印水印",
    EXPORTS,
    True,
    shape=Shape.SWITCH,
    help="页面上平铺用户、账号和时间；自下次登录起生效",
)
SCAN_REQUIRED: Final = _security(
    "scan_required",
    "查毒服务不可用时拒收文件",
    UPLOADS,
    True,
    shape=Shape.SWITCH,
    help="部署时设置查毒服务地址（BIHUAN_SCANNER）后生效；关闭则放行并写入日志",
    source="GB/T 22239—2019 二级 恶意代码防范",
)

KINDS: Final = (
    PASSWORD_LENGTH,
    PASSWORD_KINDS,
    PASSWORD_HISTORY,
    PASSWORD_AGE,
    LOCK_FAILURES,
    LOCK_MINUTES,
    IDLE_MINUTES,
    ONE_SESSION,
    SECOND_FACTOR_ROLES,
    MANAGEMENT_ADDRESSES,
    DORMANT_DAYS,
    REVIEW_DAYS,
    NOTICE_DAYS,
    BULK_ROWS,
    EXPORT_HOURS,
    WATERMARK,
    SCAN_REQUIRED,
)


def register_policy() -> None:
    """Called once at start (apps.py)."""
    register(*KINDS)
