"""Edits a table as one would in a spreadsheet: edit.py FILE TO SHEET '[[key, title, value], …]'.

The titles are the first row that has more than three cells, the key is what stands in the first column (of several
rows that have it, the first is meant); a key that is not there begins a new row.
"""

import json
import sys

from openpyxl import load_workbook


def edit(source, target, name, changes):
    book = load_workbook(source)
    sheet = book[name]
    titles = next(row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) > 3)
    columns = {str(cell.value): cell.column for cell in titles if cell.value is not None}
    rows = {}
    for (cell,) in sheet.iter_rows(min_row=titles[0].row + 1, max_col=1):
        rows.setdefault(str(cell.value), cell.row)
    for key, title, value in changes:
        row = rows.setdefault(key, sheet.max_row + 1)
        sheet.cell(row, columns[title]).value = value
    book.save(target)


if __name__ == "__main__":
    edit(sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4]))
