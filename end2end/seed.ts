/** Before all tests: one seeded place, of which every worker takes a copy. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropDatabase, makeDatabase, words } from "./databases";
import { startServer } from "./server";

export default async function seed(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "ihaeng-seeded-"));
  const database = await makeDatabase();
  process.env.IHAENG_SEEDED = folder;
  process.env.IHAENG_SEEDED_DATABASE = database ?? "";
  const server = await startServer(folder, words(database));
  await server.stop();
  return async () => {
    await rm(folder, { recursive: true, force: true });
    await dropDatabase(database);
  };
}
