/** A place of a test's own that begins as the seeded one. */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropDatabase, makeDatabase, words } from "./databases";
import { type Server, startServer } from "./server";

export interface Copy {
  data: string;
  /** What names the place on the command line of the program. */
  words: string[];
  /** `more`: further words of the command line. */
  start(more?: string[]): Promise<Server>;
  remove(): Promise<void>;
}

export async function copyOfSeed(): Promise<Copy> {
  const data = await mkdtemp(join(tmpdir(), "ihaeng-copy-"));
  await cp(process.env.IHAENG_SEEDED!, data, { recursive: true });
  const database = await makeDatabase(process.env.IHAENG_SEEDED_DATABASE);
  return {
    data,
    words: ["--data", data, ...words(database)],
    start: (more = []) => startServer(data, [...words(database), ...more]),
    remove: async () => {
      await rm(data, { recursive: true, force: true });
      await dropDatabase(database);
    },
  };
}
