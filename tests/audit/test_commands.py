"""The trail from the terminal."""

import json
from base64 import b64decode
from io import StringIO

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from egov.audit.actions import make_checkpoint, record_event
from egov.audit.merkle import path, root, root_by
from egov.audit.models import Checkpoint, Event, Verification
from egov.audit.signing import signing_key
from egov.audit.tasks import seal_trail
from tests.audit.tampering import alter

pytestmark = pytest.mark.django_db


def trail(*arguments: str) -> str:
    out = StringIO()
    call_command("trail", *arguments, stdout=out)
    return out.getvalue()


def test_a_checkpoint_is_made_where_something_happened() -> None:
    assert make_checkpoint() is None
    record_event(verb="test.deed", by=None)
    assert trail("checkpoint") == "Checkpoint 1 is signed.\n"
    seal_trail()
    assert Checkpoint.objects.count() == 1


def test_verification_is_put_on_record() -> None:
    record_event(verb="test.deed", by=None)
    assert "The trail holds." in trail("verify")
    kept = Verification.objects.get()
    assert (kept.events, kept.findings) == (1, [])


def test_what_does_not_hold_ends_with_an_error_and_names_it(tmp_path) -> None:
    record_event(verb="test.deed", by=None)
    make_checkpoint()
    trail("export-checkpoint", str(tmp_path / "kept.json"))
    alter(Event.objects.get().pk, "reason", "x")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("trail", "verify", "--checkpoint", str(tmp_path / "kept.json"), stdout=out)
    assert "platform" in out.getvalue()
    assert Verification.objects.get().findings[0]["kind"] == "altered"


def test_an_export_can_be_verified_with_nothing_but_the_file_and_the_key() -> None:
    for project in range(7):
        record_event(verb="test.deed", by=None, project_id=project + 1)
    make_checkpoint()
    told = json.loads(trail("export-checkpoint"))
    key = serialization.load_pem_public_key(told["public_key"].encode())
    statement = json.dumps(told["statement"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key.verify(b64decode(told["signature"]), statement.encode())
    assert told["signer"] in trail("public-key")
    heads = [tuple(head) for head in told["heads"]]
    assert root(told["statement"]["algorithm"], heads) == told["statement"]["root"]
    for head in heads:
        assert root_by("sha256", head, path("sha256", heads, head)) == told["statement"]["root"]


def test_a_former_export_says_what_stood_then() -> None:
    for _number in range(3):
        record_event(verb="test.deed", by=None)
        make_checkpoint()
    told = json.loads(trail("export-checkpoint", "--number", "2"))
    assert [head[1] for head in told["heads"]] == [2]
    with pytest.raises(CommandError, match="no such"):
        trail("export-checkpoint", "--number", "9")


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path) -> None:
    (tmp_path / "x.json").write_text('{"statement": 1}')
    with pytest.raises(CommandError, match="no exported checkpoint"):
        trail("verify", "--checkpoint", str(tmp_path / "x.json"))
    with pytest.raises(CommandError, match="cannot be read"):
        trail("verify", "--checkpoint", str(tmp_path / "none.json"))


def test_a_key_on_p_256_signs_too(settings) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.TRAIL_KEY.write_bytes(pem)
    record_event(verb="test.deed", by=None)
    make_checkpoint()
    assert "The trail holds." in trail("verify")


def test_a_former_key_is_trusted_where_it_is_named(settings, tmp_path) -> None:
    folder = tmp_path / "former"
    folder.mkdir()
    settings.TRAIL_TRUSTED_KEYS = str(folder)
    record_event(verb="test.deed", by=None)
    make_checkpoint()
    former = (
        signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    settings.TRAIL_KEY.unlink()
    with pytest.raises(CommandError):
        trail("verify")
    (folder / "2025.pem").write_bytes(former)
    make_checkpoint()
    assert "The trail holds." in trail("verify")


def test_production_signs_with_no_key_of_its_own_making(settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        signing_key()
