"""Lists of bodies: organisations, departments, duties, contacts (机构类台账)."""

from bihuan.accounts.models.organisation import OrganisationKind
from bihuan.registry.ledger import computed
from bihuan.registry.ledger.choices import due, one_of
from bihuan.registry.ledger.declared.plain import plain
from bihuan.registry.ledger.ledger import Part
from bihuan.registry.models import DutyPart

BODIES = (
    plain(
        "organisations",
        "building-community",
        "name",
        "kind",
        "district",
        "parent",
        fields=("name", "kind", "district", "parent"),
        filters=(one_of("kind", "单位类型", OrganisationKind),),
        parts=(Part("departments", "organisation_id"), Part("equipment", "owner_id")),
        example="单位名称，如：执法大队",
    ),
    plain(
        "departments",
        "sitemap",
        "name",
        "organisation",
        "telephone",
        "is_active",
        fields=("organisation", "name", "telephone", "address", "is_active"),
        words=("name", "organisation__name"),
        district="organisation__district_id",
        parts=(
            Part("duties", "department_id"),
            Part("contacts", "department_id"),
            Part("sources", "department_id"),
        ),
        example="部门或单位名称",
    ),
    plain(
        "duties",
        "list-check",
        "matter",
        "organisation",
        "department",
        "part",
        "content",
        fields=("department", "matter", "part", "content", "basis", "start", "end"),
        words=("matter", "content", "department__name", "department__organisation__name"),
        district="department__organisation__district_id",
        filters=(one_of("part", "分工", DutyPart),),
        tones={"part": {"lead": "info"}},
        links=(("职责矩阵", "registry:duty_matrix"),),
        example="事项，如：施工扬尘",
    ),
    plain(
        "contacts",
        "address-book",
        "name",
        "organisation",
        "department",
        "post",
        "telephone",
        "mobile",
        "certificate_state",
        fields=(
            "department",
            "name",
            "post",
            "telephone",
            "mobile",
            "is_first",
            "certificate",
            "certificate_until",
            "note",
        ),
        words=("name", "post", "department__name", "department__organisation__name"),
        district="department__organisation__district_id",
        filters=(due("certificate", "执法证", "certificate_until"),),
        computed=(computed.CERTIFICATE,),
        private=("mobile", "certificate"),
        example="姓名、职务或单位",
    ),
)
