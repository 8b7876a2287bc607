import { counted } from "@talanoa/contract/counted.ts";
import type { Json } from "../json.ts";
import { plain } from "../plain-text.ts";
import type { Style } from "../style.ts";
import { nameOf } from "./inbox.ts";
import type { Finding, Played } from "./played.ts";

/** An inject as it goes: when, what, by whom, under which marking, and what the hub said. */
export function playedLine({ inject, deed, accepted, again, said }: Played, style: Style): string {
  const { id, minute, publisher, notice_kind, marking, expected, title } = inject;
  const as = expected.accepted === accepted ? style.good : style.bad;
  const word = again ? "again" : deed.as === "search" ? "asked" : accepted ? "accepted" : "refused";
  const to = expected.receive.length > 0 ? `to ${expected.receive.length}` : "";
  return [
    style.dim(clockText(minute)),
    plain(id).padEnd(6),
    plain(publisher).padEnd(3),
    plain(notice_kind).padEnd(24),
    plain(marking.tlp).padEnd(17),
    as(word.padEnd(8)),
    to.padEnd(5),
    plain(title) + (said ? style.dim(`  (${plain(said)})`) : ""),
  ].join(" ");
}

export function playedJson({ inject, name, accepted, again, said }: Played): Json {
  const { id, minute, publisher, notice_kind } = inject;
  return { inject: id, minute, publisher, notice_kind, name, accepted, again, said };
}

/** `day 2 09:20`: the minute on the clock of the scenario. */
export function clockText(minute: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `day ${Math.floor(minute / 1440) + 1} ${two((minute % 1440) / 60)}:${two(minute % 60)}`;
}

export function summaryLines(
  {
    played,
    findings,
    checked,
  }: { played: readonly Played[]; findings: readonly Finding[]; checked: boolean },
  style: Style,
): string[] {
  const accepted = played.filter((each) => each.accepted).length;
  const played_ = `${counted(played.length, "inject")} played, ${accepted} accepted`;
  if (!checked) return ["", `${played_}. Nothing was checked: add --check.`];
  const leaks = findings.filter(({ what }) => what.startsWith("LEAK")).length;
  const copies = played.reduce(
    (sum, { inject, again }) => sum + (again ? 0 : inject.expected.receive.length),
    0,
  );
  const lines = findings.map(({ inject, what }) =>
    style.bad(plain(`  ${inject || "all"}: ${what}`)),
  );
  return [
    "",
    ...lines,
    `${played_}, ${counted(copies, "copy", "copies")} due, ${counted(leaks, "leak")}.`,
    findings.length === 0
      ? style.good("All as the scenario expects.")
      : style.bad(
          `${counted(findings.length, "thing is", "things are")} not as the scenario expects.`,
        ),
    ...versionLines(played),
  ];
}

/** Where to look on: the names of what was revised. */
function versionLines(played: readonly Played[]): string[] {
  const last = played.findLast(({ ref }) => ref !== null)?.ref;
  return last
    ? [
        `Look at one of them: talanoa show ${nameOf(last)} --as ${last.origin.toLowerCase()}-liaison`,
      ]
    : [];
}

/** The last line for a program: how the whole went. */
export function outcomeJson({
  played,
  findings,
  checked,
}: {
  played: readonly Played[];
  findings: readonly Finding[];
  checked: boolean;
}): Json {
  return {
    played: played.length,
    accepted: played.filter((each) => each.accepted).length,
    checked,
    findings: findings.length,
    leaks: findings.filter(({ what }) => what.startsWith("LEAK")).length,
    as_expected: checked ? findings.length === 0 : null,
  };
}
