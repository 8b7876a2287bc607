import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = join(import.meta.dirname, "..", "deploy", "postgres", "start.sh");

/**
 * Stand in for the programs of PostgreSQL's image. The peer answers by the lines of a file, one for each question, the
 * last of them for good; what is done is written down.
 */
const PROGRAMS = {
  id: "echo 999",
  sleep: "",
  psql: `case "$*" in
*IDENTIFY_SYSTEM*) echo "7|2|0/0|" ;;
*pg_replication_slots*) ;;
*)
  echo ask >>"$TOLD/told"
  answer=$(head -n 1 "$TOLD/answers")
  [ "$(wc -l <"$TOLD/answers")" = 1 ] || sed -i 1d "$TOLD/answers"
  case $answer in
  primary | standby) echo "$answer" ;;
  *) echo "$answer" >&2; exit 2 ;;
  esac
  ;;
esac`,
  pg_controldata: `echo "Database system identifier: 7"; echo "Latest checkpoint's TimeLineID: 1"`,
  pg_basebackup: `echo copy >>"$TOLD/told"; mkdir "$PGDATA.new"; echo 18 >"$PGDATA.new/PG_VERSION"`,
  "docker-entrypoint.sh": `ls "$PGDATA/standby.signal" >/dev/null 2>&1 && it=standby || it=primary
echo "$it$([ -s "$PGDATA/PG_VERSION" ] || echo ", new")" >>"$TOLD/told"`,
};

const away = "psql: error: connection to server failed: Connection refused";
const starting = "psql: error: connection failed: FATAL:  the database system is starting up";
const names = `synchronous_standby_names = 'ANY 1 ("postgres-1", "postgres-2")'`;
const alone = "synchronous_standby_names = ''";

let folder: string;
let data: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "talanoa-start-"));
  data = join(folder, "data", "18");
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, its] of Object.entries(PROGRAMS)) {
    await writeFile(join(bin, name), `#!/bin/bash\n${its}\n`);
    await chmod(join(bin, name), 0o755);
  }
  await writeFile(join(folder, "replication.password"), "secret");
  // Its folder in the container is another's here.
  const text = (await readFile(script, "utf8")).replace("/run/talanoa", folder);
  await writeFile(join(folder, "start.sh"), text);
});
afterEach(() => rm(folder, { recursive: true }));

/** A server that was the primary, with these settings. */
async function primaryWith(...settings: readonly string[]): Promise<void> {
  await mkdir(data, { recursive: true });
  await writeFile(join(data, "PG_VERSION"), "18");
  await writeFile(join(data, "postgresql.auto.conf"), `${settings.join("\n")}\n`);
}

/** What postgres-1 did as it started: how often it asked, whether it took a copy, and as what it began. */
async function start(...answers: readonly string[]) {
  await writeFile(join(folder, "answers"), `${answers.join("\n")}\n`);
  await writeFile(join(folder, "told"), "");
  const { stderr } = await promisify(execFile)("bash", [join(folder, "start.sh")], {
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      TOLD: folder,
      PGDATA: data,
      POSTGRES_NAME: "postgres-1",
      POSTGRES_PEER: "postgres-2",
      POSTGRES_FIRST: "yes",
    },
  });
  const told = (await readFile(join(folder, "told"), "utf8")).trim().split("\n");
  const asked = told.filter((line) => line === "ask").length;
  return { asked, did: told.filter((line) => line !== "ask"), stderr };
}

test("the first server makes the database when nobody else has it", async () => {
  expect(await start(away)).toMatchObject({ did: ["primary, new"] });
});

test("a server without data makes no second database while its peer starts, and takes a copy then", async () => {
  const peer = [...Array.from({ length: 12 }, () => starting), "primary"];
  const { did, stderr } = await start(...peer);
  expect(did).toEqual(["copy", "standby"]);
  expect(stderr).toContain("waiting for postgres-2\n");
});

test.each([
  { who: "whose commits wait for its standby", settings: [names], asks: 30 },
  { who: "that had gone on alone", settings: [alone], asks: 30 },
  { who: "that was promoted", settings: [alone, "talanoa.promoted = 'yes'"], asks: 1 },
  {
    who: "that was promoted, and was followed since",
    settings: [names, "talanoa.promoted = 'yes'"],
    asks: 30,
  },
])("a primary $who asks $asks times whether another has taken over", async ({ settings, asks }) => {
  await primaryWith(...settings);
  expect(await start(away)).toMatchObject({ asked: asks, did: ["primary"] });
});

test("a primary that had gone on alone is no second one beside its standby that was promoted, when both start", async () => {
  await primaryWith(alone);
  const { did } = await start(away, away, starting, "primary");
  expect(did).toEqual(["copy", "standby"]);
});
