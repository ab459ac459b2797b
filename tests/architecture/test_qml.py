"""The windows' QML is sound, and a misspelt property of a view-model is found without opening a window."""

from __future__ import annotations

import pytest

from tests.architecture import qml

WRONG = """
import QtQuick
import ui.visitor.models
import ui.counter.models

Item {
    required property VisitorModel vm
    required property CounterModel desk
    property string spelt: vm.screeen
    property string deep: desk.frame.labelz
    Component.onCompleted: vm.takee("paspor")
}
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    wrong = tmp_path_factory.mktemp("qml") / "Wrong.qml"
    wrong.write_text(WRONG, encoding="utf-8")
    code, words = qml.check(wrong)
    assert code != 0
    return words


def test_every_window_is_sound(said: str) -> None:
    assert [
        line for line in said.splitlines() if line.startswith(("Warning", "Error")) and "Wrong.qml" not in line
    ] == []


@pytest.mark.parametrize("member", ["screeen", "labelz", "takee"])
def test_a_misspelt_member_is_found(said: str, member: str) -> None:
    assert f'Member "{member}" not found' in said
