/** Where the tests keep their data: a folder of their own, or with IHAENG_TEST_POSTGRES a database of their own too. */

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

const server = process.env.IHAENG_TEST_POSTGRES;

/** Runs one statement on the server that was named. */
async function tell(statement: string): Promise<void> {
  await promisify(execFile)("psql", [server!, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", statement]);
}

/** Makes a database, empty or as a copy, and answers with its address; nothing where the tests run on SQLite. */
export async function makeDatabase(template?: string): Promise<string | undefined> {
  if (!server) {
    return undefined;
  }
  const name = `journeys_${randomBytes(6).toString("hex")}`;
  await tell(`create database ${name}${template ? ` template ${nameOf(template)}` : ""}`);
  return server.replace(/[^/]*$/, name);
}

export async function dropDatabase(address: string | undefined): Promise<void> {
  if (address) {
    await tell(`drop database ${nameOf(address)} with (force)`);
  }
}

/** The words of the command line for it. */
export function words(address: string | undefined): string[] {
  return address ? ["--database", address] : [];
}

function nameOf(address: string): string {
  return address.replace(/^.*\//, "");
}
