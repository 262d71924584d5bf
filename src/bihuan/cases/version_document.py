"""The procedure that a version holds, read once for each distinct document."""

from hashlib import sha256
from json import dumps

from bihuan.cases.models import ProcedureVersion
from bihuan.cases.procedure.document import Procedure
from bihuan.cases.procedure.wire import as_data, procedure_from

_read: dict[str, Procedure] = {}


def procedure_of(version: ProcedureVersion) -> Procedure:
    """The procedure of a version; equal documents are read once."""
    if version.digest not in _read:
        _read[version.digest] = procedure_from(version.document)
    return _read[version.digest]


def digest_of(procedure: Procedure) -> str:
    """What tells two documents apart (摘要)."""
    text = dumps(as_data(procedure), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()
