/** draft: saved. proposed: waits for another person. active: screens. retired: never screens again. */
export type ProfileState = "draft" | "proposed" | "active" | "retired";

/** One version of a profile. Its content never changes: a change is another version. */
export interface ProfileVersion {
  readonly version: number;
  readonly state: ProfileState;
  /** Ids of principals. */
  readonly savedBy: string;
  readonly proposedBy?: string;
  readonly activatedBy?: string;
  readonly retiredBy?: string;
}

type Act = "propose" | "activate" | "return" | "retire";

/** What a person does to a profile. */
export type ProfileStep =
  /** Writes it, or writes it anew: the next version. */
  | { readonly step: "save"; readonly by: string }
  | {
      /** `return`: a proposed version is not good enough and is a draft again. */
      readonly step: Act;
      readonly by: string;
      readonly version: number;
    };

export interface Refusal {
  readonly refused: "unknown-version" | "wrong-state" | "newer-version" | "same-person";
  readonly text: string;
}

interface Rule {
  /** In which states a version takes the step. */
  readonly from: readonly ProfileState[];
  /** An older version is history. */
  readonly newestOnly: boolean;
  taken(version: ProfileVersion, by: string): ProfileVersion;
}

const rules = {
  propose: {
    from: ["draft"],
    newestOnly: true,
    taken: (version, by) => ({ ...version, state: "proposed", proposedBy: by }),
  },
  activate: {
    from: ["proposed"],
    newestOnly: true,
    taken: (version, by) => ({ ...version, state: "active", activatedBy: by }),
  },
  return: {
    from: ["proposed"],
    newestOnly: false,
    taken: ({ version, savedBy }) => ({ version, savedBy, state: "draft" }),
  },
  retire: {
    from: ["draft", "proposed", "active"],
    newestOnly: false,
    taken: (version, by) => ({ ...version, state: "retired", retiredBy: by }),
  },
} as const satisfies Record<Act, Rule>;

/**
 * All versions of a profile, the oldest first, after a step. No one brings a version into use alone: who activates
 * it neither saved nor proposed it. At most one version is active; it retires when another is activated. Anyone
 * may stop a profile alone.
 */
export function afterStep(
  versions: readonly ProfileVersion[],
  step: ProfileStep,
): readonly ProfileVersion[] | Refusal {
  const newest = versions.at(-1);
  if (step.step === "save") {
    const version = (newest?.version ?? 0) + 1;
    return [...versions, { version, state: "draft", savedBy: step.by }];
  }
  const found = versions.find(({ version }) => version === step.version);
  if (!found) return refuse("unknown-version", `There is no version ${step.version}.`);
  const { from, newestOnly, taken }: Rule = rules[step.step];
  if (!from.includes(found.state)) {
    return refuse("wrong-state", `Version ${found.version} is ${found.state}${next[found.state]}.`);
  }
  if (newestOnly && found !== newest) {
    return refuse("newer-version", `Version ${newest!.version} is newer.`);
  }
  if (step.step === "activate" && [found.savedBy, found.proposedBy].includes(step.by)) {
    return refuse(
      "same-person",
      `Who saved or proposed a version may not activate it: another person does${wayOut(found)}.`,
    );
  }
  return versions.map((version) => {
    if (version === found) return taken(version, step.by);
    const isReplaced = step.step === "activate" && version.state === "active";
    return isReplaced ? rules.retire.taken(version, step.by) : version;
  });
}

/** What may be done with a version, after the word for its state. */
const next = {
  draft: ": only what was proposed is activated or returned",
  proposed: ": activate it, or return it to be a draft again",
  active: " already",
  retired: " for good: save it again as another version",
} as const satisfies Record<ProfileState, string>;

/** In an office of two, one who saved what the other proposed, or the other way round, leaves nobody to activate it. */
function wayOut({ savedBy, proposedBy }: ProfileVersion): string {
  if (savedBy === proposedBy) return "";
  return ". Where there is no third, return it, let who saved it propose it, and the other activate it";
}

function refuse(refused: Refusal["refused"], text: string): Refusal {
  return { refused, text };
}

export function isRefusal(after: readonly ProfileVersion[] | Refusal): after is Refusal {
  return "refused" in after;
}

/** The version that screens. */
export function activeVersion(versions: readonly ProfileVersion[]): ProfileVersion | undefined {
  return versions.find(({ state }) => state === "active");
}
