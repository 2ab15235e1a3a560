/** Reads what the exports write: comma-separated values, and workbooks. */

import { inflateRawSync } from "node:zlib";

/** A table of comma-separated values as spreadsheets write them: one object a line, by the titles. */
export function readCsv(text: string): Record<string, string>[] {
  const lines: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  for (let found = cell.exec(text); found && found[0] !== ""; found = cell.exec(text)) {
    const [, written, end] = found;
    lines.at(-1)!.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end !== ",") {
      lines.push([]);
    }
  }
  const [titles, ...rows] = lines.filter((line) => line.length > 0);
  return rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ""])));
}

/** The sheets of a workbook: their names in order, with the number of rows of each. */
export function readSheets(book: Buffer): Map<string, number> {
  const files = unzip(book);
  const names = [...files.get("xl/workbook.xml")!.matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
  const rows = (at: number) => [...files.get(`xl/worksheets/sheet${at + 1}.xml`)!.matchAll(/<row /g)].length;
  return new Map(names.map((name, at) => [name, rows(at)]));
}

/** The texts of a ZIP archive by name, from its central directory. */
function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    const text = method === 8 ? inflateRawSync(packed) : packed;
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), text.toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}
