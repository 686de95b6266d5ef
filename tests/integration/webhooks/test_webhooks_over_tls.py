"""The checked address is called, and its certificate must still be the name's."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.integration.webhooks.receiver import receiving
from tools.backends.webhooks.posting import Poster


@pytest.mark.parametrize(
    ("called", "status", "error"),
    [("hooks.example", 204, None), ("other.example", None, "Its certificate does not hold.")],
)
async def test_the_certificate_is_held_against_the_name(
    tmp_path: Path, called: str, status: int | None, error: str | None
) -> None:
    pem = tmp_path / "hooks.pem"
    pem.write_bytes(_certified("hooks.example"))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem)
    trust = ssl.create_default_context(cafile=str(pem))

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def is_local() -> bool:
        return True

    async with receiving(tls=served) as receiver:
        poster = Poster(is_local=is_local, resolve=resolve, trust=trust)
        tried = await poster.post(f"https://{called}:{receiver.port}/hook", b"{}", {})
        await poster.close()
    assert (tried.status, tried.error) == (status, error)


def _certified(name: str) -> bytes:
    """A key and its own certificate for a name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
