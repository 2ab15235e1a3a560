/** Before all tests: one seeded data folder, of which every worker takes a copy. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "./server";

export default async function seed(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "ihaeng-seeded-"));
  process.env.IHAENG_SEEDED = folder;
  const server = await startServer(folder);
  await server.stop();
  return () => rm(folder, { recursive: true, force: true });
}
