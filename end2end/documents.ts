/** Files of ours, read by programs that are not ours. */

import init, { HwpDocument } from "@rhwp/core";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse } from "kordoc";

const run = promisify(execFile);
const LIMITS = { maxBuffer: 256 * 1024 * 1024 };

/** What python-hwpx, pikepdf or openpyxl find in a file. */
export async function readInPython(file: string): Promise<any> {
  return JSON.parse(await inPython("read.py", file));
}

/** An offline kit filled in by openpyxl: task, label of the row, value. */
export async function fillInPython(file: string, to: string, changes: [number, string, string | number | null][]): Promise<void> {
  await inPython("fill.py", file, to, JSON.stringify(changes));
}

/** A table edited by openpyxl: what stands in the first column of the row, title, value. */
export async function editInPython(file: string, to: string, sheet: string, changes: [string, string, string | number | null][]): Promise<void> {
  await inPython("edit.py", file, to, sheet, JSON.stringify(changes));
}

async function inPython(script: string, ...words: string[]): Promise<string> {
  const python = process.env.READERS_PYTHON;
  if (!python) {
    throw new Error("READERS_PYTHON must name the Python that has the packages of readers/requirements.txt");
  }
  const { stdout } = await run(python, [join(import.meta.dirname, "readers", script), ...words], LIMITS);
  return stdout;
}

export type Rows = string[][];

/** The tables of an HWPX file as kordoc reads them: rows of the words of their cells. */
export async function tablesByKordoc(file: string): Promise<Rows[]> {
  const result = await parse(file);
  if (!result.success) {
    throw new Error(`kordoc cannot read ${file}: ${JSON.stringify(result)}`);
  }
  const tables = result.blocks.filter((block) => block.type === "table" && block.table);
  return tables.map((block) => block.table!.cells.map((row) => row.map((cell) => cell.text)));
}

export interface Drawn {
  text: string;
  /** Each page as it is drawn. */
  pages: string[];
}

let ready: Promise<unknown> | undefined;

/** An HWPX file laid out by rhwp: its text, and its pages as pictures. */
export async function drawByRhwp(file: string): Promise<Drawn> {
  // It asks its host how wide a text is. Hangul and Hanja are square, the rest about half.
  (globalThis as any).measureTextWidth = (font: string, text: string) => {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
    return [...text].reduce((width, letter) => width + (letter.codePointAt(0)! > 0x1100 ? size : size * 0.52), 0);
  };
  const home = dirname(createRequire(import.meta.url).resolve("@rhwp/core/package.json"));
  ready ??= init({ module_or_path: await readFile(join(home, "rhwp_bg.wasm")) });
  await ready;
  const document = new HwpDocument(new Uint8Array(await readFile(file)));
  const pages = Array.from({ length: document.pageCount() }, (_, number) => document.renderPageSvg(number));
  return { text: document.getTextFileUnicode(), pages };
}

/** The tables of a tagged PDF as poppler reads its structure, by caption. */
export async function tablesByPoppler(file: string): Promise<Map<string, Rows>> {
  const { stdout } = await run("pdfinfo", ["-struct-text", file], LIMITS);
  const tables = new Map<string, Rows>();
  let rows: Rows = [];
  let inCaption = false;
  for (const line of stdout.split("\n").map((line) => line.trim())) {
    const words = /^"(.*)"$/.exec(line)?.[1];
    if (line.startsWith("Table")) {
      rows = [];
    } else if (line === "Caption" || line.startsWith("Caption ")) {
      inCaption = true;
    } else if (line.startsWith("TR")) {
      rows.push([]);
    } else if (/^T[DH]\b/.test(line)) {
      inCaption = false;
      rows.at(-1)!.push("");
    } else if (words !== undefined && inCaption) {
      tables.set(words.replace(/^< | >$/g, ""), rows);
      inCaption = false;
    } else if (words !== undefined && rows.at(-1)?.length) {
      const row = rows.at(-1)!;
      row[row.length - 1] += words;
    }
  }
  return tables;
}

/** All the words of a PDF as poppler reads them from its pages. */
export async function textByPoppler(file: string): Promise<string> {
  const { stdout } = await run("pdftotext", ["-enc", "UTF-8", file, "-"], LIMITS);
  return stdout;
}
