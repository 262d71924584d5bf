"""Publishing how a rule runs (发布规则)."""

from datetime import datetime

from django.db import transaction

from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.watch.acts import Act
from bihuan.watch.models import RuleVersion
from bihuan.watch.queries.rule import newest_versions


@transaction.atomic
def publish_rule(version: RuleVersion, *, by: User | None, now: datetime) -> RuleVersion:
    """Publish a new version of a rule (发布规则版本); open events keep theirs.

    Args:
        version: without number, author and time; not saved yet.
    """
    last = newest_versions([version.rule]).get(version.rule)
    version.pk = None
    version.number = last.number + 1 if last else 1
    version.by, version.at = by, now
    version.save(force_insert=True)
    detail = {"number": version.number, "on": version.is_on, "note": version.note}
    record_act(user=by, action=Act.PUBLISH_RULE, object=version, now=now, detail=detail)
    return version
