"""Fills in an offline kit as an officer would in a spreadsheet: fill.py FILE TO '[[task, label, value], …]'."""

import json
import sys

from openpyxl import load_workbook


def rows_of(sheet, task):
    """The rows of a task's block, from its heading to the next one."""
    labels = [(row[0].row, str(row[0].value or "")) for row in sheet.iter_rows(max_col=1)]
    begins = next(at for at, (_, label) in enumerate(labels) if label.startswith(f"과제 {task} "))
    ends = next((at for at, (_, label) in enumerate(labels) if at > begins and label.startswith("과제 ")), len(labels))
    return labels[begins + 1 : ends]


def fill(source, target, changes):
    book = load_workbook(source)
    sheet = book["작성"]
    for task, label, value in changes:
        row = next(number for number, known in rows_of(sheet, task) if known.startswith(label))
        cell = sheet.cell(row, 3)
        if cell.protection.locked:
            raise SystemExit(f"{cell.coordinate} is locked")
        cell.value = value
    book.save(target)


if __name__ == "__main__":
    fill(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
