"""Typed readers of the environment: what they take, and the sentence for what they do not."""

from pathlib import Path

import pytest

from bihuan.main import environment

NAME = "BIHUAN_EVIDENCE"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "ENDPOINT_URL", "ENDPOINT_URL_S3"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)


def test_nothing_said_is_a_local_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    assert environment.bucket(NAME) == {}


def test_a_bucket_takes_endpoint_and_keys_from_the_usual_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s3cret\n", "utf-8")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://minio.lan:9000/")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "bihuan")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv(NAME, "s3://evidence/county/410181/?region=cn-1")
    assert environment.bucket(NAME) == {
        "bucket": "evidence",
        "prefix": "county/410181",
        "endpoint": "http://minio.lan:9000",
        "region": "cn-1",
        "access_key_id": "bihuan",
        "secret_access_key": "s3cret",
    }
    monkeypatch.setenv(NAME, "s3://evidence?endpoint=https://other.lan")
    monkeypatch.setenv(f"{NAME}_KEY", "own")
    monkeypatch.setenv(f"{NAME}_SECRET", "own secret")
    told = environment.bucket(NAME)
    assert told["endpoint"] == "https://other.lan"
    assert (told["access_key_id"], told["secret_access_key"]) == ("own", "own secret")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("/data/evidence", "the scheme is s3"),
        ("s3://", "bucket's name"),
        ("s3://Evidence", "bucket's name"),
        ("s3://evidence?endpoint=minio:9000", "no address of http or https"),
        ("s3://evidence?secret=x", "unknown option secret"),
        ("s3://evidence?region", "bad query field"),
    ],
)
def test_a_wrong_address_is_one_sentence(
    given: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, given)
    with pytest.raises(environment.WrongSetting, match=f"{NAME}: .*{told}"):
        environment.bucket(NAME)


def test_a_key_without_its_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "s3://evidence")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "bihuan")
    with pytest.raises(environment.WrongSetting, match="AWS_SECRET_ACCESS_KEY"):
        environment.bucket(NAME)
