/** The program under test: started on a free port with a data folder, waited for, ended. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** `more`: further words of the command line. */
export async function startServer(data: string, more: string[] = []): Promise<Server> {
  const program = process.env.IHAENG_BIN;
  if (!program) {
    throw new Error("IHAENG_BIN must name the program under test");
  }
  const listen = `127.0.0.1:${await freePort()}`;
  const words = ["serve", "--demo", "--data", data, "--listen", listen, ...more];
  const child = spawn(program, words, { stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://${listen}`;
  await answered(`${url}/readyz`, child);
  return { url, stop: () => stop(child) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function answered(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 120_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) {
      throw new Error(`the server stopped before it answered (${child.exitCode})`);
    }
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) {
      return;
    }
    await pause(20);
  }
  child.kill("SIGKILL");
  throw new Error("the server did not answer within two minutes");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) {
    return;
  }
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(late);
}
