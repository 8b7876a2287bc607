/** A page of the console, and who of the demo is shown it. */
export interface ShownPage {
  /** Also the name of its screenshots. */
  readonly name: string;
  readonly person: string;
  readonly path: string;
}

/** What a scene has that some addresses name. */
export interface Shown {
  /** `FJ/0198…`. */
  readonly notice: string;
  readonly operation: string;
}

/** Every page that the console has, with something on it to be seen. */
export function pagesOf({ notice, operation }: Shown): readonly ShownPage[] {
  const liaison = "to-liaison";
  const auditor = "oco-auditor";
  const secretariat = "oco-secretariat";
  return [
    { name: "feed", person: liaison, path: "/feed" },
    { name: "notice", person: liaison, path: `/notice/${notice}` },
    { name: "search", person: liaison, path: "/search" },
    { name: "map", person: liaison, path: "/map" },
    { name: "operations", person: liaison, path: "/operations" },
    { name: "operation", person: liaison, path: `/operations/${operation}` },
    { name: "requests", person: liaison, path: "/requests" },
    { name: "settings", person: liaison, path: "/settings" },
    { name: "publish", person: "fj-publisher", path: "/publish" },
    { name: "flags", person: "nz-liaison", path: "/flags" },
    { name: "log", person: auditor, path: "/log" },
    { name: "log-trail", person: auditor, path: `/log/trail/${notice}` },
    { name: "log-figures", person: auditor, path: "/log/figures" },
    { name: "log-matrix", person: auditor, path: "/log/matrix" },
    { name: "log-proof", person: auditor, path: "/log/proof" },
    { name: "secretariat-members", person: secretariat, path: "/secretariat/members" },
    { name: "secretariat-keys", person: secretariat, path: "/secretariat/keys" },
    { name: "secretariat-groups", person: secretariat, path: "/secretariat/groups" },
    { name: "secretariat-agreements", person: secretariat, path: "/secretariat/agreements" },
    { name: "secretariat-health", person: secretariat, path: "/secretariat/health" },
  ];
}
