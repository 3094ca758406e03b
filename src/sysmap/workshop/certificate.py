"""https for a room: a certificate of the session's own, with a fingerprint that people compare, or one that was given.

A certificate that nobody vouches for makes a browser warn. What makes it safe all the same is that its fingerprint stands on the
host's screen: who sees the same one in their browser talks to this computer and to nobody in between. It stays the same as long
as the session, so that people are asked once.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sysmap.core.problem import Place, Problem, Refused

__all__ = ["Certificate", "given_certificate", "kept_files", "own_certificate"]

_DAYS = 30


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, both as PEM, and the fingerprint that people compare (SHA-256, in pairs of letters)."""

    pem: str
    key: str
    fingerprint: str


def own_certificate(address: str, kept: str = "", now: datetime | None = None) -> tuple[Certificate, str]:
    """A certificate for this computer's address: the one that was kept, while it holds, else a new one.

    Parameters
    ----------
    address : the address on the room's network; `localhost` and 127.0.0.1 are covered too.
    kept : what an earlier call gave to keep.
    now : for tests.

    Returns
    -------
    the certificate, and what to keep of it: its PEM with the key, a secret.

    >>> made, kept = own_certificate("192.168.1.7")
    >>> own_certificate("192.168.1.7", kept)[0] == made, own_certificate("192.168.1.8", kept)[0] == made
    (True, False)
    >>> len(made.fingerprint)
    95
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    now = now or datetime.now(UTC)
    wanted = list(dict.fromkeys((ipaddress.ip_address(address), ipaddress.ip_address("127.0.0.1"))))
    if kept:
        found = x509.load_pem_x509_certificate(kept.encode())
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(x509.IPAddress)
        if found.not_valid_after_utc > now + timedelta(days=1) and all(one in names for one in wanted):
            return _certificate(kept), kept
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sysmap workshop")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=_DAYS))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), *(x509.IPAddress(one) for one in wanted)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(key, hashes.SHA256()))
    pem = made.public_bytes(serialization.Encoding.PEM).decode()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    return _certificate(pem + secret), pem + secret


def given_certificate(certificate: Path, key: Path) -> Certificate:
    """A certificate and its key from files, e.g. those of an organisation.

    Raises
    ------
    Refused : if a file cannot be read, or they do not belong together.
    """
    try:
        text, secret = certificate.read_text(encoding="ascii"), key.read_text(encoding="ascii")
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
        return _certificate(text, secret)
    except (OSError, ValueError, ssl.SSLError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or "no certificate in PEM form"
        raise Refused(Problem(code="L24", message=f"The certificate and its key cannot be used ({reason}).",
                              hint="Give both as PEM files: --certificate cert.pem --key key.pem.", place=Place(str(certificate)))) from None


def _certificate(pem: str, key: str = "") -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    digest = x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA256())
    start = pem.find("-----BEGIN PRIVATE")
    return Certificate(pem if key else pem[:start], key or pem[start:], digest.hex(":").upper())


@contextlib.contextmanager
def kept_files(certificate: Certificate) -> Iterator[tuple[str, str]]:
    """The certificate and its key as files that only this user can read, for as long as the server needs them to start."""
    with tempfile.TemporaryDirectory(prefix="sysmap-") as folder:
        paths = []
        for name, text in (("cert.pem", certificate.pem), ("key.pem", certificate.key)):
            path = os.path.join(folder, name)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(text)
            paths.append(path)
        yield paths[0], paths[1]
