import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseIdentity, identityFolders, NoIdentities } from "./identities.ts";
import { UsageError } from "./usage-error.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "talanoa-identities-"));
});
afterEach(() => rm(root, { recursive: true }));

const surroundings = (change: object = {}) => ({
  cwd: join(root, "work", "deep"),
  home: join(root, "home"),
  env: {},
  ...change,
});

test("identities are looked for here, upward, and then at home", async () => {
  await store("home/.config/talanoa/identities", "fj-liaison");
  const found = await chooseIdentity(surroundings(), {});
  expect(found).toMatchObject({ name: "fj-liaison", dataFolder: null });
  await store("work/.talanoa/identities", "to-liaison");
  await store("work/.talanoa/identities", "fj-liaison");
  const nearer = await chooseIdentity(surroundings(), { as: "fj-liaison" });
  expect(nearer.dataFolder).toBe(join(root, "work", ".talanoa"));
});

test.skipIf(process.getuid?.() === 0)(
  "identities that may not be read are another's, and no reason to start a hub",
  async () => {
    await store("work/.talanoa/identities", "to-liaison");
    const folder = join(root, "work", ".talanoa", "identities");
    await chmod(folder, 0);
    const error = await chooseIdentity(surroundings(), {}).catch((thrown: unknown) => thrown);
    await chmod(folder, 0o700);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).not.toBeInstanceOf(NoIdentities);
    expect((error as UsageError).message).toContain(`you may not read the identities in ${folder}`);
  },
);

test("a folder that is named is the only one that is searched", async () => {
  await store("work/.talanoa/identities", "to-liaison");
  await store("elsewhere", "ws-auditor");
  const elsewhere = join(root, "elsewhere");
  const byOption = await chooseIdentity(surroundings(), { identities: elsewhere });
  const env = { TALANOA_IDENTITIES: elsewhere };
  const byEnvironment = await chooseIdentity(surroundings({ env }), {});
  expect([byOption.name, byEnvironment.name]).toEqual(["ws-auditor", "ws-auditor"]);
});

test("of several identities one must be named, by --as or TALANOA_AS", async () => {
  await store("work/.talanoa/identities", "fj-liaison");
  await store("work/.talanoa/identities", "fj-publisher");
  const error = await chooseIdentity(surroundings(), {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).advice).toContain("fj-liaison, fj-publisher");
  const env = { TALANOA_AS: "fj-liaison" };
  expect((await chooseIdentity(surroundings({ env }), {})).name).toBe("fj-liaison");
  expect((await chooseIdentity(surroundings({ env }), { as: "fj-publisher" })).name).toBe(
    "fj-publisher",
  );
});

test("a slip in a name is answered with the name that was meant", async () => {
  await store("work/.talanoa/identities", "fj-publisher");
  const error = await chooseIdentity(surroundings(), { as: "fj-publsher" }).catch(
    (thrown) => thrown,
  );
  expect((error as UsageError).advice).toBe("Did you mean --as fj-publisher?");
});

test("where there is none, the person is told where they were looked for", async () => {
  const error = await chooseIdentity(surroundings(), {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NoIdentities);
  expect((error as NoIdentities).usual).toBe(true);
  const [first] = identityFolders(surroundings(), {}).folders;
  expect((error as Error).message).toContain(first);
});

async function store(folder: string, name: string): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, folder, `${name}.json`), "{}");
}
