"""The whole registry through the interface."""

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.accounts.token.scope import Scope
from bihuan.accounts.token.services import create_token
from bihuan.registry.models import Enterprise, FactorLimit
from tests.api.conftest import Ask, County


@pytest.mark.requirement("A13.7")
def test_the_registry_goes_out_and_comes_back(county: County, ask: Ask, now: datetime) -> None:
    li = county.people.li
    data = b"".join(ask(li, "registry/archive").streaming_content)
    _, key = create_token("回", scopes=list(Scope), days=1, by=li, now=now)

    def bring(content: bytes) -> object:
        file = SimpleUploadedFile("registry.zip", content)
        headers = {"Authorization": f"Bearer {key}"}
        return Client().post("/api/v1/registry/archive", {"file": file}, headers=headers)

    FactorLimit.objects.all().delete()
    told = bring(data).json()  # type: ignore[attr-defined]
    assert told["added"]["registry.factorlimit"] == FactorLimit.objects.count() == 1
    assert told["equal"]["registry.enterprise"] == 2
    Enterprise.objects.filter(pk=county.places.plant.pk).update(name="另一家")
    assert bring(data).status_code == 409  # type: ignore[attr-defined]
    assert bring(b"nothing").status_code == 422  # type: ignore[attr-defined]


def test_who_may_not_register_takes_nothing_out(county: County, ask: Ask) -> None:
    answer = ask(county.people.supervisor, "registry/archive")
    assert answer.status_code == 403
    assert "不能导出全部台账" in answer.json()["detail"]
    assert isinstance(answer.content, bytes) and io.BytesIO(answer.content).read(2) != b"PK"
