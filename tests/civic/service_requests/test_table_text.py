"""A table is read whatever a spreadsheet saved it as."""

import pytest

from civic.kernel.refusal import Refusal
from civic.service_requests.rules.table_text import table_text

WORDS = "code;назва\nlamps;Ліхтар"


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_letters_are_those_that_were_saved(letters: str) -> None:
    assert table_text(WORDS.encode(letters)) == WORDS


@pytest.mark.parametrize(
    "content", [b"\x89PNG\0\0", b"\xff\xfe\x00", b"\xd0\x98\xff", b"PK\x03\x04\x00"]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        table_text(content)
    assert refused.value.key == "request-table-unreadable"
