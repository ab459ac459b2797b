"""What continuous integration names is there: pytest runs nothing at all where one of its folders is gone."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT

PATH = re.compile(r"\btests/[a-z_/]*[a-z_](?:\.py)?")


def test_every_folder_and_file_of_tests_that_it_names_exists() -> None:
    named = {
        (script.name, path)
        for script in (ROOT / ".ci").iterdir()
        if script.is_file()
        for path in PATH.findall(script.read_text(encoding="utf-8"))
    }
    assert named
    assert [each for each in sorted(named) if not (ROOT / each[1]).exists()] == []
