"""A workbook's plain sheets: numbers as numbers, and whatever people typed as text."""

from typing import Any

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Whatever begins with "=" or looks like an address stays the text that somebody typed."""
_LONGEST = 32_000
"""A cell holds 32,767 characters."""
_WIDE = 46


class Pens:
    def __init__(self, book: Any) -> None:
        ink, soft = "#14202b", "#4a5a68"
        plain = {"font_color": ink, "valign": "top"}
        self.title = book.add_format({**plain, "bold": True, "font_size": 16})
        self.head = book.add_format(
            {"bold": True, "font_color": ink, "bg_color": "#e6ecf1", "bottom": 1, "text_wrap": True}
        )
        self.text = book.add_format({**plain, "text_wrap": True})
        self.note = book.add_format({"font_color": soft, "text_wrap": True, "valign": "top"})
        self.count = book.add_format({**plain, "num_format": "#,##0"})


class BookSheet:
    """A sheet written from the top down."""

    def __init__(self, book: Any, pens: Pens, name: str) -> None:
        self.pens = pens
        self._sheet = book.add_worksheet(name)
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_column(0, 0, _WIDE)
        self._sheet.set_column(1, 10, 16)
        self._row = 0

    def widen(self, width: float) -> None:
        self._sheet.set_column(0, 0, width)

    def line(self, text: str, pen: Any = None) -> None:
        self._sheet.write_string(self._row, 0, text[:_LONGEST], pen or self.pens.note)
        self._row += 1

    def head(self, *names: str) -> None:
        """Column names; everything above them stays in sight."""
        for column, name in enumerate(names):
            self._sheet.write_string(self._row, column, name, self.pens.head)
        self._row += 1
        self._sheet.freeze_panes(self._row, 0)

    def row(self, *cells: str | int) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell, self.pens.count)
            else:
                self._sheet.write_string(self._row, column, cell[:_LONGEST], self.pens.text)
        self._row += 1

    def gap(self) -> None:
        self._row += 1
