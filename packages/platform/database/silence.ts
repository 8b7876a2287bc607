import { setTimeout as sleep } from "node:timers/promises";
import type { Socket } from "node:net";
import pg from "pg";

/** Milliseconds in which a server must say what it does. */
const SAYS_WITHIN = 5_000;
/** Milliseconds for which an answer may be on its way when its server says that it is at work no more. */
const ON_ITS_WAY = 1_000;

/**
 * Ends a connection whose server was sent something and says nothing for a while, unless the server, asked over
 * another one, is still at work on it: a commit may wait for the standby for as long as the operator lets it.
 *
 * Without this a query would wait for a lost host until TCP gives up, after some 15 minutes
 * (https://docs.kernel.org/networking/ip-sysctl.html, tcp_retries2): keepalive asks on idle connections alone, and a
 * time limit of the client's could not tell such a commit from a host that is gone. What was under way fails with
 * ETIMEDOUT, which is passing (see `isPassing`).
 *
 * @param silentFor milliseconds from one look to the next; it is asked after one to two of them
 * @param open makes another connection to the same server
 */
export function endWhenSilent(
  client: pg.Client,
  { silentFor, open }: { silentFor: number; open: () => pg.Client },
): void {
  // With TLS another one than at first: it is looked up once the connection stands.
  const socket = client.connection.stream as Socket;
  const process = (client as unknown as { processID: number }).processID;
  let answered = socket.bytesWritten;
  let seen = answered;
  let asking = false;
  socket.on("data", () => (answered = socket.bytesWritten));
  const look = async (): Promise<void> => {
    const { bytesWritten } = socket;
    const isSilent = bytesWritten > answered && bytesWritten === seen;
    seen = bytesWritten;
    if (!isSilent || asking) return;
    asking = true;
    const atWork = await isAtWork(open(), process);
    if (!atWork && answered !== bytesWritten) await sleep(ON_ITS_WAY);
    asking = false;
    // An answer may have come meanwhile.
    if (atWork || answered === bytesWritten) return;
    socket.destroy(
      Object.assign(new Error("the database server is silent"), { code: "ETIMEDOUT" }),
    );
  };
  const looking = setInterval(() => void look(), silentFor).unref();
  socket.once("close", () => clearInterval(looking));
}

/** Whether the server works for a connection. One that refuses to say so is there, and may. */
async function isAtWork(client: pg.Client, process: number): Promise<boolean> {
  client.on("error", () => {});
  const asked = (async () => {
    await client.connect();
    const { rows } = await client.query<{ state: string }>(
      "select state from pg_stat_activity where pid = $1",
      [process],
    );
    return rows[0]?.state === "active";
  })().catch((error: unknown) => error instanceof pg.DatabaseError);
  const late = new AbortController();
  try {
    return await Promise.race([asked, sleep(SAYS_WITHIN, false, { signal: late.signal })]);
  } finally {
    late.abort();
    client.connection.stream.destroy();
  }
}
