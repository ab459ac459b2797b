"""Install the peers now, so that no test has to: ``python -m tests.peers``. Exit code 1 where one cannot be had."""

from __future__ import annotations

import sys

from tests.peers import MissingPeerError, find_emupos, find_receiptio


def main() -> int:
    code = 0
    for name, find in (("emupos", find_emupos), ("receiptio", find_receiptio)):
        try:
            sys.stdout.write(f"{name}: {find()}\n")
        except MissingPeerError as error:
            sys.stdout.write(f"{error}\n")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
