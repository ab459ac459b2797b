"""HTTPS to a server whose certificate nobody signed: one certificate is believed, and no other."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ssl


class WrongCertificateError(OSError):
    """Whoever answers has another certificate than the one that was pinned."""


class PinnedConnection(http.client.HTTPSConnection):
    """Nothing is sent before the certificate was seen to be the right one."""

    def __init__(self, host: str, port: int | None, *, pin: str | None, timeout: float) -> None:
        """``pin`` None: the first certificate that is met, for as long as this object lives."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = False  # the fingerprint says more than a name
        context.verify_mode = ssl.CERT_NONE
        super().__init__(host, port, timeout=timeout, context=context)
        self.pin = pin

    def connect(self) -> None:
        super().connect()
        der = self.sock.getpeercert(binary_form=True) if isinstance(self.sock, ssl.SSLSocket) else None
        seen = hashlib.sha256(der or b"").hexdigest()
        if self.pin is None:
            self.pin = seen
        elif not hmac.compare_digest(seen, self.pin):
            self.close()
            raise WrongCertificateError("its certificate is not the one that was pinned at pairing")
