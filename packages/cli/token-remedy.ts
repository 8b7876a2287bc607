import { dirname, join, relative } from "node:path";
import { tokenExpiry } from "./commands/whoami.ts";
import type { Context } from "./context.ts";
import { isThere } from "./file-trouble.ts";
import { chooseIdentity, identityFor, readIdentity, type StoredIdentity } from "./identities.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * What to do about a token that the hub does not take: the command that makes a new one, where that can be told by
 * where the identity stands. Null when it cannot even be told whose it is.
 */
export async function tokenRemedy({ terminal, options }: Context): Promise<string | null> {
  const stored = await actingAs(terminal, options);
  if (!stored) return null;
  const { token } = await readIdentity(stored);
  const expiry = tokenExpiry(token);
  const hasExpired = expiry !== null && expiry <= Date.now();
  const said = hasExpired
    ? `The token of ${stored.name} has run out.`
    : `The hub does not know who issued the token of ${stored.name}: is it of this hub, and does the hub have the issuer that the identity is of?`;
  return `${said} ${await nextFor(stored)}`;
}

async function nextFor({ path, name, dataFolder }: StoredIdentity): Promise<string> {
  if (dataFolder !== null) return "`npm start` makes new tokens for all identities of its hub.";
  const folder = dirname(path);
  const secrets = dirname(folder);
  // What `talanoa setup` made has the issuer's key beside it.
  if (!(await isThere(join(secrets, "tokens", "issuer.key"))))
    return "Ask who gave you the identity file for a new one; `talanoa whoami` shows which it is.";
  const into = secrets === join(ROOT, "secrets") ? "" : ` --into ${secrets}`;
  const kind = relative(secrets, folder);
  if (kind === "trial")
    return `\`npx talanoa setup${into} --trial\` makes new tokens for a day for all of a trial.`;
  return `\`npx talanoa setup${into} --renew ${kind}/${name}\` makes a new one, for a day.`;
}

/** By the same choice as the command's; null where there is none. */
async function actingAs(
  terminal: Context["terminal"],
  options: Context["options"],
): Promise<StoredIdentity | null> {
  try {
    return await chooseIdentity(terminal, options);
  } catch {
    // `status` takes the only one that has the role.
    const its = await identityFor("secretariat", terminal, options).catch(() => null);
    return its && chooseIdentity(terminal, { ...options, as: its.name }).catch(() => null);
  }
}
