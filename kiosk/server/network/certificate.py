"""The office's own certificate: made once in the data folder, pinned by every window that was paired."""

from __future__ import annotations

import hashlib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Final

from kiosk.server.preflight import CannotStartError
from printers.durable_file import write_atomically

FOLDER: Final = "tls"
CERTIFICATE: Final = "certificate.pem"
KEY: Final = "key.pem"
YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Certificate:
    context: ssl.SSLContext
    fingerprint: str
    """SHA-256 of the certificate's DER form, 64 hexadecimal digits."""


def load_or_create_certificate(data: Path) -> Certificate:
    """The data folder's, made where it has none. An office that has a better one puts it in its place.

    Raises ``CannotStartError`` for files that are no certificate with its key.
    """
    folder = data / FOLDER
    certificate_file, key_file = folder / CERTIFICATE, folder / KEY
    if not certificate_file.exists():
        _create(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate_file, key_file)
        first = certificate_file.read_text(encoding="ascii").partition("-----END CERTIFICATE-----")
        der = ssl.PEM_cert_to_DER_cert("".join(first[:2]).strip())
    except (OSError, ValueError) as error:
        raise CannotStartError(
            f"{folder} holds no certificate with its key ({error}): put both back, or move the folder away for a new "
            "certificate and pair every window anew"
        ) from None
    return Certificate(context, hashlib.sha256(der).hexdigest())


def _create(folder: Path) -> None:
    """ECDSA P-256, signed by itself. The certificate's file comes last: without it, both are made anew."""
    from cryptography import x509  # noqa: PLC0415  loads a library that only the first start needs
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415  only the first start needs it
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  only the first start needs it
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415  only the first start needs it

    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    host = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Antrean {host}"[:64])])
    hosts = dict.fromkeys([host, f"{host.partition('.')[0]}.local", "localhost"])
    dns = [x509.DNSName(one) for one in hosts if one.isascii()]
    addresses = [x509.IPAddress(one) for one in _own_addresses()]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A machine whose clock was wrong when it began must not stand without a valid certificate.
        .not_valid_before(now - timedelta(days=366))
        .not_valid_after(now + timedelta(days=YEARS * 366))
        .add_extension(x509.SubjectAlternativeName([*dns, *addresses]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_atomically(folder / KEY, private, mode=0o600)
        write_atomically(folder / CERTIFICATE, made.public_bytes(serialization.Encoding.PEM), mode=0o600)
    except OSError as error:
        raise CannotStartError(f"{folder}: no certificate can be kept there: {error.strerror or error}") from None


def _own_addresses() -> list[IPv4Address | IPv6Address]:
    """Of this machine. Browsers look at them; our own windows look at the fingerprint alone."""
    from ifaddr import get_adapters  # noqa: PLC0415  only the first start needs it

    found = [ip_address("127.0.0.1"), ip_address("::1")]
    for adapter in get_adapters():
        for one in adapter.ips:
            with suppress(ValueError):
                found.append(ip_address(one.ip if isinstance(one.ip, str) else one.ip[0]))
    return list(dict.fromkeys(found))
