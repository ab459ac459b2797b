from __future__ import annotations

import json

import pytest

from tests.rules.conftest import OFFICES, run


def _explain(*arguments: str) -> str:
    result = run("rules", "explain", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_a_clerk_reads_why_when_and_where_else() -> None:
    assert _explain(
        "--point", "mpp", "--service", "paspor", "--at", "2025-09-13T10:00", "--lang", "en"
    ).splitlines() == [
        "Passport Application, Bekasi City Public Service Mall, Saturday, 13 September 2025 at 10:00 (WIB)",
        "  No number can be taken. There are no service hours today.",
        "  Counters cannot call.",
        "  Opens again: Monday, 15 September 2025 at 08:00.",
        "  Elsewhere: Plasa Cibubur Passport Service Unit gives numbers until 14:00.",
        "  Elsewhere: Immigration Lounge, Grand Metropolitan Mall gives numbers until 14:00.",
        "  It is closed all day.",
        '  Schedule used: the weekly hours "passport-5day" since 1 September 2025.',
        "  Source: Pelayanan tanpa Jeda: no lunch break",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ulp", "paspor", "2025-09-10T10:00"), "Nomor dapat diambil sampai pukul 16.00."),
        (("ulp", "paspor", "2025-09-10T07:00"), "Belum buka; hari ini buka pukul 08.00."),
        (("ulp", "paspor", "2025-09-10T16:00"), "Sudah tutup sejak pukul 16.00."),
        (("ulp", "informasi", "2025-09-10T12:15"), "Jam istirahat."),
        (("ulp", "paspor", "2025-12-25T10:00"), "Libur nasional: Hari Raya Natal."),
        (("ulp", "paspor", "2025-12-26T10:00"), "Cuti bersama: Hari Raya Natal."),
        (("gmm", "paspor", "2025-10-14T10:00"), "Hari ini tutup. Pemeliharaan gedung mal"),
        (("ulp", "percepatan", "2025-09-10T10:00"), "hanya diberikan sampai pukul 10.00."),
        (("mpp", "percepatan", "2025-09-10T10:00"), "Layanan ini tidak tersedia di titik layanan ini."),
        (("ulp", "paspor", "2026-02-19T12:15"), 'jam musim "ramadan-1447" sampai 20 Maret 2026'),
        (("gmm", "paspor", "2026-01-25T10:00"), "Acuan: Layanan khusus Hari Bhakti Imigrasi"),
        (("ulp", "paspor", "2028-02-29T10:00"), "Daftar hari libur tahun 2028"),
        (("ulp", "paspor", "2023-02-01T10:00"), 'jadwal "passport-6day" belum berlaku'),
        (("ulp", "paspor", "2025-09-10T10:00", "--stopped-until", "2025-09-10T13:30"), "2025 pukul 13.30."),
        (("ulp", "paspor", "2025-09-10T10:00", "--stopped-until", "unknown"), "Kapan buka lagi belum diketahui."),
        (("ulp", "paspor", "2025-09-10T15:50", "--ahead", "40"), "Antrean terlalu panjang"),
        (("ulp", "paspor", "2025-09-10T15:50", "--ahead", "40"), "40 orang di depan, 2 loket, 15 menit per orang"),
        (("ulp", "paspor", "2025-09-10T10:00", "--checklist", "anak", "--have", "kk,akta"), "e-KTP ayah dan ibu, Akta"),
        (("ulp", "paspor", "2025-09-10T10:00", "--checklist", "anak"), "Di sini yang buka: Informasi"),
    ],
)  # fmt: skip
def test_every_reason_is_told_in_words(arguments: tuple[str, ...], said: str) -> None:
    point, service, at, *more = arguments
    text = _explain("--point", point, "--service", service, "--at", at, *more)
    assert said in text
    assert "{" not in text


def test_a_program_reads_the_same_as_values() -> None:
    values = json.loads(_explain("--point", "mpp", "--service", "paspor", "--at", "2025-09-13T10:00", "--json"))
    assert values["reason"] == "no_hours_today"
    assert values["next_opening"] == "2025-09-15T08:00:00+07:00"
    assert values["elsewhere"][0] == {"point": "ulp", "service": "paspor", "until": "2025-09-13T14:00:00+07:00"}
    assert values["layer"] == "week"


def test_now_is_the_clock_that_is_given() -> None:
    text = _explain("--service", "paspor", "--point", "ulp", "--clock", "2025-09-13T13:59:00+07:00", "--lang", "en")
    assert "Saturday, 13 September 2025 at 13:59" in text


def test_a_language_without_words_speaks_english_with_its_own_dates() -> None:
    arguments = (
        "--config",
        str(OFFICES / "berlin"),
        "--service",
        "ausweis",
        "--at",
        "2026-05-01T10:00",
        "--lang",
        "de",
    )
    text = _explain(*arguments)
    assert "Ausweis, Mitte, Freitag, 1. Mai 2026 at 10:00 (CEST)" in text
    assert "Public holiday: Tag der Arbeit." in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--service", "pasport"), 1, 'antrean: --service: there is no "pasport"; did you mean "paspor"?\n'),
        (("--service", "paspor", "--point", "x"), 1, "there is no service point 'x'"),
        (("--service", "paspor", "--checklist", "cpm"), 1, '--checklist: there is no "cpm"; did you mean "cpmi"?'),
        (("--service", "paspor", "--at", "yesterday"), 2, "Invalid value for --at: 'yesterday' is not a time"),
        ((), 2, "Missing option '--service'"),
        (("--service", "paspor", "--config", "/nowhere"), 1, "antrean.toml:1: file: cannot be read in"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_one_clear_line(arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("rules", "explain", *arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""


def test_the_quota_is_a_sum_and_every_beaten_layer_is_named() -> None:
    arguments = ("--config", str(OFFICES / "mall"), "--lang", "en")
    text = _explain("--service", "papers", "--at", "2026-06-08T10:00", *arguments)
    because, beats = (line for line in text.splitlines() if "Schedule used" in line or "It beats" in line)
    assert because.strip().startswith("Schedule used: ")
    assert beats.strip().startswith("It beats: ")
    values = json.loads(_explain("--service", "papers", "--at", "2026-06-08T10:00", *arguments, "--json"))
    assert len(values["layers"]) > 1
    assert all("hours" in layer for layer in values["layers"])
