import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.link.sse import LIMIT, EndlessEventError, Parser, ServerEvent

names = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]), min_size=1, max_size=9)
datas = st.lists(
    st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=20), min_size=1
)
ends = st.sampled_from(["\n", "\r\n", "\r"])


def lead_space(value: str) -> str:
    return f" {value}"


@st.composite
def streams(draw: st.DrawFn) -> tuple[bytes, list[ServerEvent]]:
    """The bytes of a stream and the events in it, comments and odd line ends between them."""
    text, events, last = "", list[ServerEvent](), ""
    end = draw(ends)
    for _ in range(draw(st.integers(0, 6))):
        name, data = draw(names), draw(datas)
        if draw(st.booleans()):
            last = draw(names)
            text += f"id:{lead_space(last)}{end}"
        text += draw(st.sampled_from(["", f": still here{end}", f"retry: 5{end}", f"nonsense{end}"]))
        text += f"event:{lead_space(name)}{end}" + "".join(f"data:{lead_space(d)}{end}" for d in data) + end
        events.append(ServerEvent(name, "\n".join(data).encode(), last))
    return text.encode(), events


@given(streams(), st.lists(st.integers(1, 12), min_size=1), st.booleans())
def test_events_come_whole_however_the_bytes_are_cut(
    stream: tuple[bytes, list[ServerEvent]], cuts: list[int], mark: bool
) -> None:
    data, expected = stream
    data = b"\xef\xbb\xbf" + data if mark else data
    parser, got, at, turn = Parser(), list[ServerEvent](), 0, 0
    while at < len(data):
        size = cuts[turn % len(cuts)]
        got += parser.feed(data[at : at + size])
        at, turn = at + size, turn + 1
    assert got == expected


@given(st.lists(st.binary(max_size=60)))
def test_no_bytes_make_it_fail(chunks: list[bytes]) -> None:
    parser = Parser()
    for chunk in chunks:
        for event in parser.feed(chunk):
            assert event.name


def test_an_event_without_its_blank_line_is_not_an_event() -> None:
    assert Parser().feed(b"event: point\ndata: {}\n") == []


def test_an_id_holds_until_the_next_and_an_id_alone_is_no_event() -> None:
    assert [e.id for e in Parser().feed(b"id: 1-5\n\ndata: a\n\ndata: b\nid: 1-6\n\n")] == ["1-5", "1-6"]


@pytest.mark.parametrize("piece", [b"x" * 65_536, b"data: " + b"x" * 65_530 + b"\n"])
def test_a_stream_that_never_ends_an_event_is_refused(piece: bytes) -> None:
    parser = Parser()

    def feed_for_ever() -> None:
        for _ in range(LIMIT // 65_536 + 2):
            parser.feed(piece)

    with pytest.raises(EndlessEventError):
        feed_for_ever()
