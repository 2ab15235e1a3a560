"""Says as JSON what programs other than ours find in a file: python-hwpx in HWPX, pikepdf in PDF, openpyxl in XLSX."""

import json
import sys
from pathlib import Path


def hwpx(path):
    from hwpx.tools.package_validator import validate_package
    from hwpx.tools.validator import validate_document

    schema, package = validate_document(path), validate_package(path)
    return {
        "validated": [str(part) for part in schema.validated_parts],
        "faults": [str(issue) for issue in schema.issues] + [str(issue) for issue in package.issues],
    }


def pdf(path):
    import pikepdf

    with pikepdf.open(path) as file:
        kinds = {}
        count(file.Root.StructTreeRoot.K, kinds)
        with file.open_metadata() as metadata, file.open_outline() as outline:
            return {
                "title": str(file.docinfo.Title),
                "created": str(file.docinfo.CreationDate),
                "accessible": metadata.get("pdfuaid:part"),
                "archival": f"{metadata.get('pdfaid:part')}{metadata.get('pdfaid:conformance')}",
                "language": str(file.Root.Lang),
                "marked": bool(file.Root.MarkInfo.Marked),
                "bookmarks": [item.title for item in outline.root],
                "kinds": kinds,
                "fonts_inside": all(embedded(page) for page in file.pages),
            }


def count(node, kinds):
    """How often each kind of element stands in the structure tree."""
    import pikepdf

    nodes = [node]
    while nodes:
        node = nodes.pop()
        if isinstance(node, pikepdf.Array):
            nodes.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            kind = str(node.S)
            kinds[kind] = kinds.get(kind, 0) + 1
            if "/K" in node:
                nodes.append(node.K)


def embedded(page):
    fonts = page.resources.get("/Font", {})
    descendants = (font.DescendantFonts[0] for font in fonts.values() if "/DescendantFonts" in font)
    return all("/FontFile3" in font.FontDescriptor or "/FontFile2" in font.FontDescriptor for font in descendants)


def xlsx(path):
    from openpyxl import load_workbook

    book = load_workbook(path)
    values = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {"sheets": values, "formulas": formulas}


if __name__ == "__main__":
    readers = {".hwpx": hwpx, ".pdf": pdf, ".xlsx": xlsx}
    file = Path(sys.argv[1])
    json.dump(readers[file.suffix](file), sys.stdout, ensure_ascii=False, default=str)
