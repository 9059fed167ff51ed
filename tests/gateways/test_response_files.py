"""Files of responses as people send them: code pages, semicolons, what is no table at all."""

from pathlib import Path

import pytest

from civic.kernel.refusal import Refusal
from gateways.response_files import TableOfResponses, responses_on_disk

TABLE = "код;Чи чисто у дворі?;Слова\n1;Так;«Добре»\n\n2;Ні;перший рядок"


def table(folder: Path, content: bytes) -> TableOfResponses:
    file = folder / "responses.csv"
    file.write_bytes(content)
    return responses_on_disk(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_is_read_in_whatever_code_page_it_came(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    read = table(tmp_path, TABLE.replace(";", delimiter).encode(encoding))
    assert read.header() == ["код", "Чи чисто у дворі?", "Слова"]
    assert [cells for _, cells in read.rows()] == [
        ["1", "Так", "«Добре»"],
        ["2", "Ні", "перший рядок"],
    ]


def test_it_can_be_read_more_than_once(tmp_path: Path) -> None:
    read = table(tmp_path, TABLE.encode())
    assert list(read.rows()) == list(read.rows())
    assert read.header() == read.header()


def test_an_answer_of_several_lines_is_one_cell(tmp_path: Path) -> None:
    read = table(tmp_path, 'q1,q2\n"рядок\nдругий",1\n'.encode())
    assert [cells for _, cells in read.rows()] == [["рядок\nдругий", "1"]]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "responses-file-empty"),
        (b"PK\x03\x04 a workbook", "responses-file-kind"),
        (b"%PDF-1.7", "responses-file-kind"),
        (b"a,b\x00c", "responses-file-kind"),
        (b"\xff\xfe\xff"[2:] + b"\x98\xff", "responses-file-kind"),
        (b"a" * (50 * (1 << 20) + 1), "responses-file-large"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, key: str
) -> None:
    with pytest.raises(Refusal) as refused:
        table(tmp_path, content).header()
    assert refused.value.key == key
