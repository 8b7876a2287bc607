import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { Identity } from "@talanoa/client/identity.ts";
import { UsageError } from "../usage-error.ts";
import { certificateNames, hostsOf } from "./hub-names.ts";
import { AUTHORITY, OFFICER, type SecretFiles } from "./secret-files.ts";

const FILE = "hosts";

/** The names and addresses under which participants reach the hub, the one first that identities name. */
export async function readHosts(files: SecretFiles): Promise<string[]> {
  return ((await files.read(FILE)) ?? "").split("\n").filter(Boolean);
}

/**
 * Adds hosts to those that the hub has, and takes others from them; gives all. Certificates name them when they are made
 * or renewed. Throws UsageError for one that is to be removed and is not there.
 */
export async function changeHosts(
  files: SecretFiles,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<string[]> {
  const had = await readHosts(files);
  const unknown = remove.find((host) => !had.includes(host));
  if (unknown !== undefined)
    throw new UsageError(
      `the hub is not reached as ${unknown}: nothing to remove`,
      had.length > 0 ? `Its hosts are ${had.join(", ")}.` : "It has no hosts but localhost.",
    );
  const both = remove.find((host) => add.includes(host));
  if (both !== undefined) throw new UsageError(`${both} is to be added and removed at once`);
  const hosts = [...new Set([...had, ...add])].filter((host) => !remove.includes(host));
  if (hosts.join() !== had.join())
    await files.write(FILE, hosts.map((host) => `${host}\n`).join(""));
  return hosts;
}

/**
 * What names other hosts than it would if it were made now, as `--renew` names it: certificates of the hub's own
 * authority, for one of a public authority is the operator's, and the officer's identity.
 */
export async function behindHosts(files: SecretFiles): Promise<string[]> {
  const authority = await files.read(AUTHORITY);
  if (authority === undefined) return [];
  const issuer = new X509Certificate(authority);
  const hosts = await readHosts(files);
  const behind: string[] = [];
  for (const name of certificateNames) {
    const text = await files.read(`tls/${name}.crt`);
    const its = text && new X509Certificate(text);
    if (!its || !its.checkIssued(issuer)) continue;
    const wanted = hostsOf(name, hosts);
    const has = (host: string) =>
      (isIP(host) ? its.checkIP(host) : its.checkHost(host)) !== undefined;
    if (wanted.every(has) && countOf(its) === wanted.length) continue;
    behind.push(`tls/${name}`);
  }
  const officer = await files.read(OFFICER);
  if (officer === undefined) return behind;
  const { hub } = JSON.parse(officer) as Identity;
  const isNamed = hub.intake.startsWith(`${hosts[0] ?? "localhost"}:`);
  return isNamed ? behind : [...behind, OFFICER.replace(".json", "")];
}

/** How many names and addresses a certificate has. */
function countOf({ subjectAltName = "" }: X509Certificate): number {
  return subjectAltName.split(", ").filter(Boolean).length;
}
