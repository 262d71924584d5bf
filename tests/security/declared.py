"""What everybody may expect at every address (权限声明): a new address without a line here fails.

To declare one: add its name, or a pattern of names, to the room's list below. People are named as
in `tests.security.world`; objects are pairs of 巩义 (own) and 荥阳 (other).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "auditor"})
CONTRACTORS = frozenset({"manager", "patrol", "analyst", "engineer"})
AUTHORITIES = frozenset({"wang", "li", "zhao", "province"})
UNITS = frozenset({"chen", "operator"})
OTHERS = frozenset({"township", "grid", "supervisor", "wall_screen", "service"})
BUSINESS = AUTHORITIES | CONTRACTORS | UNITS | OTHERS | {"root"}
EVERYBODY = BUSINESS | ADMINISTRATORS | {"visitor"}
NOBODY: frozenset[str] = frozenset()
REGISTRARS = AUTHORITIES | {"engineer", "service"}
COMMANDERS = REGISTRARS | {"operator"}
PLANT = BUSINESS - {"zhao", "operator", "township", "grid"}
MILL = frozenset({"li", "zhao", "province", "operator", "wall_screen", "service", "root"})
PLANT_RUN = frozenset({"wang", "li", "province", "engineer", "service", "root"})
MILL_RUN = frozenset({"zhao", "li", "province", "service", "root"})
PLANT_KEEPERS, MILL_KEEPERS = PLANT & REGISTRARS | {"root"}, MILL & REGISTRARS | {"root"}
SECURITY = frozenset({"security_admin", "root"})
AUDIT = frozenset({"auditor", "root"})
PEOPLE_READERS = AUTHORITIES | {"manager", "security_admin", "auditor", "root"}


@dataclass(frozen=True)
class Declared:
    """Who is let in at an address (权限声明).

    Attributes:
        own: people let in to the address, or to the object of 巩义.
        other: people let in to the object of 荥阳; None where the address has no object.
        kind: of the object, a key of `World.objects`.
        arguments: of the address, beside the object's key.
        post: asked by POST, with an empty form; else by GET.
        query: what follows the address.
    """

    own: frozenset[str]
    other: frozenset[str] | None = None
    kind: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    post: bool = False
    query: str = ""


def both(kind: str, own: frozenset[str], other: frozenset[str], *, post: bool = False) -> Declared:
    """An address of an object, tried on both sides."""
    return Declared(own, other, kind, post=post)


def guessed(*, post: bool = False, **arguments: object) -> Declared:
    """An address of an object that does not exist: nobody gets anything by guessing."""
    return Declared(NOBODY, NOBODY, "nothing", arguments, post)


OTHERWISE: Mapping[str, str] = {  # asked in another way, by the test named here
    "admin:*": "tests/registry/test_admin.py: Django's own permissions of staff",
    "api:*": "test_matrix.py: no session opens the interfaces, only a token",
    "*events": "tests/pages/test_events.py: streams, guarded as their pages",
    "accounts:login": "the door",
    "accounts:logout": "the way out",
}

ACCOUNTS = {
    "accounts:stay": Declared(EVERYBODY, post=True),
    "accounts:printed": Declared(EVERYBODY, post=True),
    "accounts:password_change": Declared(EVERYBODY),
    "accounts:profile": Declared(EVERYBODY),
    "accounts:second_factor": Declared(EVERYBODY),
    "accounts:agreement": Declared(EVERYBODY),
    "accounts:people": Declared(PEOPLE_READERS),
    "accounts:new_person": Declared(SECURITY),
    "accounts:person": both(
        "person",
        PEOPLE_READERS - {"zhao", "manager"},
        frozenset({"zhao", "li", "province", "security_admin", "auditor", "root"}),
    ),
    "accounts:edit_person": both("person", SECURITY, SECURITY),
    "accounts:give_post": both("person", SECURITY, SECURITY, post=True),
    "accounts:take_post": Declared(NOBODY, NOBODY, "person", {"post": 999_999}, post=True),
    "accounts:disable_person": both("person", SECURITY, SECURITY, post=True),
    "accounts:enable_person": both("person", SECURITY, SECURITY, post=True),
    "accounts:reset_password": both(
        "person", frozenset({"security_admin"}), frozenset({"security_admin"}), post=True
    ),
    "accounts:unlock_person": both(
        "person", frozenset({"security_admin"}), frozenset({"security_admin"}), post=True
    ),
    "accounts:unbind_person": both(
        "person", frozenset({"security_admin"}), frozenset({"security_admin"}), post=True
    ),
    "accounts:review": both("person", SECURITY, SECURITY, post=True),
    "accounts:reveal": Declared(
        frozenset({"wang", "li", "province", "security_admin", "root"}),
        frozenset({"zhao", "li", "province", "security_admin", "root"}),
        "person",
        {"kind": "accounts.phone"},
    ),
    "accounts:staff": Declared(AUTHORITIES | {"manager", "service", "supervisor", "root"}),
    "accounts:new_change": Declared(frozenset({"manager", "service", "root"})),
    "accounts:decide_change": both(
        "change",
        frozenset({"wang", "li", "province", "root"}),
        frozenset({"zhao", "li", "province", "root"}),
        post=True,
    ),
    "accounts:new_requirement": Declared(AUTHORITIES | {"root"}),
    "accounts:new_liaison": Declared(AUTHORITIES | {"manager", "service", "root"}),
    "accounts:reviews": Declared(SECURITY | AUDIT),
    "accounts:agreements": Declared(SECURITY | AUDIT),
    "accounts:new_agreement": Declared(SECURITY),
    "accounts:exports": Declared(EVERYBODY),
    "accounts:new_export": Declared(EVERYBODY),
    "accounts:decide_export": both(
        "request", AUTHORITIES | SECURITY, AUTHORITIES | SECURITY, post=True
    ),
    "accounts:audit": Declared(AUDIT),
    "accounts:audit_export": Declared(AUDIT),
    "accounts:audit_verify": Declared(AUDIT),
    "accounts:settings": Declared(SECURITY | AUDIT | {"system_admin"}),
    "accounts:setting": Declared(
        SECURITY | AUDIT | {"system_admin"}, arguments={"key": "accounts.idle_minutes"}
    ),
    "accounts:roll_back": Declared(
        frozenset({"security_admin", "root"}), NOBODY, "value", post=True
    ),
    "accounts:tokens": Declared(EVERYBODY),
    "accounts:revoke_token": guessed(post=True),
}

REGISTRY = {
    "registry:live": Declared(BUSINESS),
    "registry:wall": Declared(BUSINESS),
    "registry:points": Declared(BUSINESS),
    "registry:point": both("point", PLANT, MILL),
    "registry:point_series": both("point", PLANT, MILL),
    "registry:point_export": both("point", PLANT, MILL),
    "registry:point_value": both("point", PLANT, MILL),
    "registry:point_packet": both("point", PLANT, MILL),
    "registry:enterprises": Declared(BUSINESS),
    "registry:enterprise": both("enterprise", PLANT, MILL),
    "registry:search": Declared(BUSINESS),
    "registry:devices": Declared(BUSINESS),
    "registry:device": both("device", PLANT, MILL),
    "registry:device_packet": both("device", PLANT, MILL),
    "registry:new_command": both("device", PLANT & COMMANDERS, MILL & COMMANDERS),
    "registry:commands": Declared(BUSINESS),
    "registry:approve_command": guessed(post=True),
    "registry:withdraw_command": guessed(post=True),
    "registry:quarantine": Declared(REGISTRARS),
    "registry:register_quarantined": Declared(NOBODY, arguments={"mn": "UNKNOWN"}),
    "registry:refuse_quarantined": Declared(BUSINESS, arguments={"mn": "UNKNOWN"}, post=True),
    "registry:links": Declared(BUSINESS),
    "registry:exchange": Declared(REGISTRARS | {"root"}),
    "registry:import_upload": Declared(REGISTRARS | {"root"}, arguments={"key": "enterprises"}),
    "registry:import_template": Declared(REGISTRARS | {"root"}, arguments={"key": "enterprises"}),
    "registry:import_run": both("run", PLANT_RUN, MILL_RUN),
    "registry:import_mapping": both("run", PLANT_RUN, MILL_RUN, post=True),
    "registry:import_confirm": both("run", PLANT_RUN, MILL_RUN, post=True),
    "registry:import_discard": both("run", PLANT_RUN, MILL_RUN, post=True),
    "registry:import_undo": both("run", PLANT_RUN, MILL_RUN, post=True),
    "registry:import_findings": both("run", PLANT_RUN, MILL_RUN),
    "registry:export_list": Declared(BUSINESS, arguments={"key": "enterprises", "form": "csv"}),
    "registry:ledger_enterprises": Declared(BUSINESS),
    "registry:ledger_enterprises_new": Declared(REGISTRARS | {"root"}),
    "registry:ledger_enterprises_one": both("enterprise", PLANT, MILL),
    "registry:ledger_enterprises_edit": both("enterprise", PLANT_KEEPERS, MILL_KEEPERS),
    "registry:ledger_points_one": both("point", PLANT, MILL),
    "registry:ledger_points_edit": both("point", PLANT_KEEPERS, MILL_KEEPERS),
    "registry:ledger_devices_one": both("device", PLANT, MILL),
    "registry:ledger_devices_edit": both("device", NOBODY, NOBODY),
    "registry:check_review": Declared(BUSINESS),
    "registry:coverage": Declared(BUSINESS),
    "registry:siting_gaps": Declared(BUSINESS),
    "registry:duty_matrix": Declared(BUSINESS),
    "registry:interfaces": Declared(BUSINESS),
    "registry:new_interface": Declared(REGISTRARS | {"root"}),
    "registry:interface": guessed(),
    "registry:edit_interface": guessed(),
    "registry:run_interface": guessed(post=True),
    "registry:ledger_devices_new": Declared(NOBODY),
    "registry:ledger_*_one": guessed(),
    "registry:ledger_*_edit": guessed(),
    "registry:ledger_*_new": Declared(REGISTRARS | {"root"}),
    "registry:ledger_*": Declared(BUSINESS),
}

OTHER_ROOMS = {
    "home": Declared(EVERYBODY),
    "health": Declared(AUTHORITIES | {"engineer", "service", "system_admin", "root"}),
    "materials": Declared(AUTHORITIES | ADMINISTRATORS | {"service", "root"}),
    "api_docs": Declared(EVERYBODY),
    "ui:components": Declared(frozenset({"root"})),
    "ui:freshness": Declared(EVERYBODY),
    "manual:contents": Declared(EVERYBODY),
    "manual:page": Declared(EVERYBODY, arguments={"key": "connect"}),
    "map:page": Declared(BUSINESS),
    "map:boundaries": Declared(BUSINESS, arguments={"code": "410181"}),
    "map:places": Declared(BUSINESS, arguments={"key": "enterprise"}),
    "map:card": Declared(PLANT, MILL, "enterprise", {"key": "enterprise"}),
    "documents:attach": guessed(key="enterprises", post=True),
    "documents:content": guessed(key="enterprises", number=1),
    "documents:thumbnail": guessed(key="enterprises", number=1),
    "documents:remove": guessed(key="enterprises", number=1, post=True),
}

AIR_READERS = BUSINESS - UNITS
OF_GONGYI = AIR_READERS - {"zhao"}

AIR = {
    "air:site": guessed(),
    "air:site_series": guessed(),
    "air:township": Declared(OF_GONGYI, arguments={"code": "410181105"}),
    "air:township_series": Declared(AIR_READERS, arguments={"code": "410181105"}),
    "air:process": Declared(NOBODY, arguments={"key": "x"}),
    "air:enter_instruction": Declared(NOBODY, arguments={"key": "x"}, post=True),
    "air:act_instruction": guessed(post=True),
    "air:bulletin": guessed(),
    "air:bulletin_picture": guessed(),
    "air:township_pack": Declared(OF_GONGYI, arguments={"code": "410181105"}),
    "air:measure": Declared(NOBODY, arguments={"pk": 999_999}),  # the library is empty here
    "air:approve_measure": Declared(NOBODY, arguments={"pk": 999_999}, post=True),
    "air:act_bulletin": guessed(post=True),
    "air:doubt": guessed(),
    "air:decide": guessed(post=True),
    "air:report_abnormal": guessed(post=True),
    "air:agree": guessed(post=True),
    "air:exclusion": guessed(),
    "air:exclusion_letter": guessed(),
    "air:audited_one": guessed(),
    "air:decide_audited": guessed(post=True),
    "air:check_audited": Declared(NOBODY, post=True),  # no evaluation station here
    "air:what_if": guessed(post=True),
    "air:answer_abnormal": guessed(post=True),
    "air:answer_dust": guessed(post=True),
    "air:dust_one": guessed(),
    "air:effect": guessed(),
    "air:task": guessed(),
    "air:name_owners": guessed(post=True),
    "air:set_task": Declared(NOBODY, post=True),  # no evaluation station here
    "air:drive": guessed(),
    "air:drive_peaks": guessed(),
    "air:drive_readings": guessed(),
    "air:take_drive": Declared(NOBODY, post=True),  # no evaluation station here
    "air:exclusion_statistics": Declared(AIR_READERS | {"auditor"}),
    "air:set_target": Declared(AIR_READERS, post=True),  # an empty form; the act asks for the post
    "air:check_counties": Declared(NOBODY, post=True),  # no evaluation station here
    "air:county_import": guessed(),
    "air:decide_counties": guessed(post=True),
    "air:write_bulletin": Declared(NOBODY, post=True),  # no evaluation station here
    "air:add_doubt": Declared(AIR_READERS, post=True),  # an empty form; the act asks for the post
    "air:decide_many": Declared(AIR_READERS, post=True),  # an empty form; the act asks for the post
    "air:report_dust": Declared(NOBODY, post=True),  # no evaluation station here
    "air:figure_image": Declared(OF_GONGYI),
    "air:*": Declared(AIR_READERS),
}

PROCEDURE_READERS = EVERYBODY - {"auditor", "security_admin", "visitor"}
DUTY = EVERYBODY - ADMINISTRATORS - {"chen", "operator", "visitor"}
RULE_READERS = DUTY - {"grid", "manager", "patrol"}
SYSTEM = frozenset({"system_admin", "root"})
NO_UPLOAD = "00000000-0000-0000-0000-000000000000"

CASES = {
    "cases:cases": Declared(BUSINESS),
    "cases:desk": Declared(BUSINESS),
    "cases:new": Declared(BUSINESS),
    "cases:statistics": Declared(BUSINESS),
    "cases:circular": Declared(NOBODY, arguments={"kind": "x"}),
    "cases:bulk": Declared(BUSINESS, post=True),
    "cases:calendar": Declared(PROCEDURE_READERS),
    "cases:calendar_hours": Declared(EVERYBODY, post=True),
    "cases:calendar_year": Declared(SYSTEM, arguments={"year": 2999}, post=True),
    "cases:procedures": Declared(PROCEDURE_READERS),
    "cases:procedure_import": Declared(SYSTEM, post=True),
    "cases:procedure_decide": guessed(code="x", post=True),
    "cases:procedure*": Declared(NOBODY, arguments={"code": "x"}),
    "cases:export": Declared(NOBODY, arguments={"form": "x"}),
    "cases:raise": Declared(NOBODY, arguments={"kind": "x"}),
    "cases:worker": Declared(BUSINESS),
    "cases:hit_upload": Declared(NOBODY, arguments={"kind": "x"}),
    "cases:hit_template": Declared(NOBODY, arguments={"kind": "x"}),
    "cases:hit_import": guessed(),
    "cases:answer": Declared(NOBODY, arguments={"token": "x"}),
    "cases:case": guessed(),
    "cases:evidence_file": guessed(),
    "cases:evidence_thumbnail": guessed(),
    "cases:order": guessed(form="x"),
    "cases:act": guessed(code="x"),
    "cases:step": guessed(code="x"),
    "cases:draft": guessed(code="x", post=True),
    "cases:sub_task": guessed(part=1, post=True),
    "cases:early_upload": Declared(BUSINESS, post=True),
    "cases:early_piece": Declared(BUSINESS, arguments={"upload": NO_UPLOAD}, post=True),
    "cases:early_finish": Declared(
        BUSINESS, arguments={"upload": NO_UPLOAD, "code": "x"}, post=True
    ),
    "cases:upload_finish": guessed(upload=NO_UPLOAD, code="x", post=True),
    "cases:upload_piece": guessed(upload=NO_UPLOAD, post=True),
    "cases:*": guessed(post=True),
}

WATCH = {
    "watch:events": Declared(BUSINESS),
    "watch:suppressions": Declared(BUSINESS),
    "watch:statistics": Declared(BUSINESS),
    "watch:maintenance": Declared(BUSINESS),
    "watch:find_point": Declared(BUSINESS, post=True),
    "watch:desk": Declared(DUTY),
    "watch:hand_overs": Declared(DUTY),
    "watch:rules": Declared(RULE_READERS | {"system_admin"}),
    "watch:rule": Declared(NOBODY, arguments={"key": "x"}),
    "watch:new_back_test": Declared(NOBODY, arguments={"key": "x"}, post=True),
    "watch:event": guessed(),
    "watch:event_picture": guessed(),
    "watch:back_test": guessed(),
    "watch:hand_over": guessed(),
    "watch:point_maintenance": guessed(),
    "watch:*": guessed(post=True),
}

DRAFTERS = AUTHORITIES | {"service", "analyst", "manager", "root"}
REPORTS = {
    "reports:list": Declared(BUSINESS - UNITS),
    "reports:export": Declared(BUSINESS - UNITS),
    "reports:new": Declared(DRAFTERS),
    "reports:plans": Declared(DRAFTERS | {"supervisor"}),
    "reports:new_plan": Declared(DRAFTERS - {"analyst"}),
    "reports:affected": Declared(DRAFTERS | {"supervisor"}),
    "reports:batches": Declared(DRAFTERS),
    "reports:templates": Declared(DRAFTERS | {"supervisor", "system_admin"}),
    "reports:template": Declared(NOBODY, arguments={"code": "x"}),
    "reports:template_file": Declared(NOBODY, arguments={"code": "x"}),
    "reports:report": guessed(),
    "reports:paragraph": guessed(key="x"),
    "reports:preview": guessed(serial=1),
    "reports:figure": guessed(serial=1, key="x"),
    "reports:picture": guessed(serial=1, key="x"),
    "reports:file": guessed(serial=1, form="docx"),
    "reports:act": guessed(step="sign", post=True),
    "reports:check": guessed(serial=1, post=True),
    "reports:receive": guessed(serial=1, number=1, post=True),
    "reports:plan": guessed(),
    "reports:export_plan": guessed(),
    "reports:hand_over": guessed(item=1, first="2026-11-01", post=True),
    "reports:handover_file": guessed(handover=1),
    "reports:edit_plan": guessed(),
    "reports:warn": guessed(item=1, first="2026-11-20", post=True),
    "reports:batch": guessed(),
    "reports:*": guessed(post=True),
}

NOTIFY = {
    "notify:bell": Declared(EVERYBODY),
    "notify:notices": Declared(EVERYBODY),
    "notify:postings": Declared(EVERYBODY),
    "notify:preference": Declared(EVERYBODY),
    "notify:read_all": Declared(EVERYBODY, post=True),
    "notify:rosters": Declared(BUSINESS),
    "notify:new_roster": Declared(AUTHORITIES | {"service", "root"}),
    "notify:channels": Declared(SYSTEM),
    "notify:texts": Declared(SYSTEM),
    "notify:deliveries": Declared(SYSTEM | {"service"}),
    "notify:new_channel": Declared(NOBODY, arguments={"code": "x"}),
    "notify:text": Declared(NOBODY, arguments={"key": "x"}),
    "notify:channel": guessed(),
    "notify:open": guessed(),
    "notify:posting": guessed(),
    "notify:posting_picture": guessed(),
    "notify:roster": guessed(),
    "notify:drop_member": guessed(member=1, post=True),
    "notify:drop_shift": guessed(shift=1, post=True),
    "notify:*": guessed(post=True),
}

INTERFACES: Mapping[str, frozenset[str]] = {  # asked with a token of the person that holds all
    "districts": EVERYBODY,
    "enterprises": EVERYBODY,
    "stations": EVERYBODY,
    "cases": EVERYBODY,
    "procedures": PROCEDURE_READERS,
    "events": EVERYBODY,
    "suppressions": EVERYBODY,
    "maintenance": EVERYBODY,
    "hand-overs": DUTY,
    "watch-rules": RULE_READERS | {"system_admin"},
    "reports": EVERYBODY,
    "notices": EVERYBODY,
    "rosters": EVERYBODY,
    "air/now": AIR_READERS,
    "air/days?first=2026-11-01&last=2026-11-02": AIR_READERS,
    "air/ranking": AIR_READERS,
}
"""Who gets an answer from an interface; what it holds is bound by scope, and empty for many."""

DECLARED = {
    "accounts": ACCOUNTS,
    "registry": REGISTRY,
    "others": OTHER_ROOMS,
    "air": AIR,
    "cases": CASES,
    "watch": WATCH,
    "reports": REPORTS,
    "notify": NOTIFY,
}
