

def test_a_counter_with_a_printer_prints_the_number(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    paper = tmp_path / "paper.bin"
    house.staff("Sari", PIN)
    options = Options(
        size=(360, 740), language="id", printer=f"file://{paper}", spool=tmp_path / "spool", counter_prints=True
    )
    opened = open_window("counter", house.url, house.token, options)
    try:
        hands = Officer(qtbot, opened)
        sign_in(hands, "2")
        hands.wait_for("Panggil ulang")
        ctrl(hands, Key.Key_B)
        hands.wait_for("Nomor untuk layanan apa?")
        hands.key(Key.Key_1)
        hands.key(Key.Key_1)
        hands.key(Key.Key_0)
        hands.key(Key.Key_Return)
        hands.wait_for("A-001")
        hands.wait_for("Sudah dicetak", 10)
    finally:
        opened.close()
    assert paper.stat().st_size > 500
    qtbot.waitUntil(lambda: "print" in [row["kind"] for row in log(house)], timeout=5000)
