"""Reading an archive back: the missing is added, the equal stays, nothing is overwritten."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import User
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.archive.content import take_contents
from bihuan.registry.archive.error import ArchiveDiffers, WrongArchive
from bihuan.registry.archive.kind import archived_models, columns_of, is_person
from bihuan.registry.archive.reach import rows_of
from bihuan.registry.archive.row import line_of, lines_of, read
from bihuan.registry.archive.write import FORMAT, KNOWN, MANIFEST, PEOPLE, name_of
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.search.upkeep import refresh_all
from bihuan.registry.services.directory import bump_directory

BATCH = 500
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What reading an archive did: rows added and rows that were there already, by model."""

    added: Mapping[str, int]
    equal: Mapping[str, int]


@transaction.atomic
def restore_archive(file: IO[bytes], *, by: User | None, now: datetime) -> Restored:
    """Bring an archive back into the registry, all of it or nothing (导入台账档案包).

    Args:
        file: as `write_archive` wrote it.
        by: who brings it; every added row must lie within this person's reach, and people and
            districts must exist. None is the platform itself, which adds those, too.
        now: time of the act. [aware]

    Raises:
        WrongArchive: no archive, or a changed one.
        ArchiveDiffers: other content under the same number.
        NotYours: something to be added is out of reach.
    """
    if by is not None and not by.may_act_as(MAY_REGISTER):
        raise NotYours("您的岗位不能导入台账档案包")
    with _opened(file) as archive:
        manifest = _manifest(archive)
        people = _people(_lines(archive, PEOPLE, manifest["people"]), by)
        parts = {
            label: _Part(model, people, by)
            for model in archived_models()
            if (label := model._meta.label_lower) in manifest["parts"]
        }
        added, equal, differing = {}, {}, list[str]()
        for label, part in parts.items():
            lines = _lines(archive, name_of(part.model), manifest["parts"][label])
            added[label], equal[label] = part.bring(lines)
            differing += part.differing
        if differing:
            raise ArchiveDiffers(differing[:MOST_TOLD], len(differing))
        for part in parts.values():
            part.require_reach()
        take_contents(archive, manifest.get("files", {}))
    if any(added.values()):
        bump_directory()
        refresh_all()
    detail = {"added": added, "equal": equal}
    record_act(user=by, action=Act.RESTORE_ARCHIVE, object=None, now=now, detail=detail)
    return Restored(added, equal)


class _Part:
    """The rows of one model on their way back."""

    def __init__(self, model: type[Model], people: Mapping[str, int], by: User | None) -> None:
        self.model, self.differing = model, list[str]()
        self._added: list[Any] = []
        self._people, self._by = people, by
        self._columns: list[Field[Any, Any]] = columns_of(model)

    def bring(self, lines: Iterator[str]) -> tuple[int, int]:
        """Add what is missing; returns how many were added and how many were there."""
        equal = 0
        while batch := list(islice(lines, BATCH)):
            new, same = self._compared(batch)
            equal += same
            self._write(new)
            self._added += [row.pk for row in new]
        if self._added:
            self._step_sequence()
        return len(self._added), equal

    def _compared(self, batch: list[str]) -> tuple[list[Any], int]:
        name = self.model._meta.pk.attname
        told = [self._parsed(line) for line in batch]
        given = {one[name]: one for one in told}
        held = self.model._default_manager.filter(pk__in=list(given))
        known = {json.loads(line)[name]: json.loads(line) for line in lines_of(self.model, held)}
        new, same = [], 0
        for key, one in given.items():
            if key not in known:
                new.append(self._row(one))
            elif all(known[key].get(column) == value for column, value in one.items()):
                same += 1
            else:
                self.differing.append(f"{self.model._meta.verbose_name} {key}")
        return new, same

    def _parsed(self, line: str) -> dict[str, Any]:
        """The line in the very form in which it would be written now."""
        try:
            told = read(self._columns, json.loads(line))
            values = [told.get(column.attname) for column in self._columns]
            return dict(json.loads(line_of(self._columns, values)))
        except (ValueError, ValidationError, TypeError) as error:
            raise WrongArchive(f"{self.model._meta.verbose_name}中有无法识别的内容") from error

    def _row(self, told: Mapping[str, Any]) -> Any:
        values = read(self._columns, told)
        for column in self._columns:
            if is_person(column) and values.get(column.attname) is not None:
                values[column.attname] = self._people.get(values[column.attname])
        return self.model(**values)

    def _write(self, rows: list[Any]) -> None:
        if self._by is not None and rows and self.model._meta.app_label == "accounts":
            raise NotYours(f"缺少{self.model._meta.verbose_name}：请系统管理员在服务器上导入")
        try:
            with transaction.atomic():
                self.model._default_manager.bulk_create(rows)
        except DatabaseError as error:
            name = self.model._meta.verbose_name
            raise ArchiveDiffers(
                [f"{name}与现有记录冲突（编号不同而内容重复）"], len(rows)
            ) from error

    def require_reach(self) -> None:
        """Once everything is there: whether what was added is this person's to add.

        Raises:
            NotYours: something is not.
        """
        if self._by is None or not self._added:
            return
        seen = rows_of(self.model, self._by)
        for start in range(0, len(self._added), BATCH):
            part = self._added[start : start + BATCH]
            if seen.filter(pk__in=part).count() != len(part):
                name = self.model._meta.verbose_name
                raise NotYours(f"档案包中有不在您管理范围内的{name}")

    def _step_sequence(self) -> None:
        """Let the database number new rows behind those that came with their numbers."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise WrongArchive("文件不是台账档案包（ZIP）") from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if told["format"] in KNOWN and told["people"] and told["parts"] is not None:
            return told
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise WrongArchive("文件不是台账档案包：缺少清单 manifest.json") from error
    raise WrongArchive(f"档案包版本为 {told['format']}，本平台只认识 {FORMAT}")


def _lines(archive: zipfile.ZipFile, name: str, told: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one part, once it is the very content that the manifest promises.

    Read in two passes, so that nothing of a changed part is taken.
    """
    try:
        digest = hashlib.sha256()
        with archive.open(name) as part:
            while piece := part.read(1 << 20):
                digest.update(piece)
    except (KeyError, zipfile.BadZipFile) as error:
        raise WrongArchive(f"档案包缺少 {name}，或已损坏") from error
    if digest.hexdigest() != told.get("sha256"):
        raise WrongArchive(f"档案包中的 {name} 与清单不符，可能被改动")
    with archive.open(name) as part:
        for line in io.TextIOWrapper(part, "utf-8"):
            yield line.rstrip("\n")


def _people(lines: Iterator[str], by: User | None) -> dict[str, int]:
    """Everybody whom rows name, by login name; the missing get an account that cannot log in."""
    named = {told["username"]: told["name"] for told in map(json.loads, lines)}
    known = dict(User.objects.filter(username__in=named).values_list("username", "pk"))
    missing = sorted(named.keys() - known.keys())
    if missing and by is not None:
        raise NotYours(f"缺少账号 {'、'.join(missing[:5])}：请系统管理员在服务器上导入")
    made = [User(username=one, name=named[one], password=make_password(None)) for one in missing]
    for user in made:
        user.save()
    return known | {user.username: user.pk for user in made}
