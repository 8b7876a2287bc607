import { relative } from "node:path";
import { caseFile } from "./case-files.ts";

const CASE = "2025-07-14-pf-nuku-hiva-yacht";

/**
 * What a person may try while the hub stays up: a command and what it shows, each on its lines.
 * `notice` is one that pf-publisher published and fj-liaison received, as commands take it;
 * `folder` the one in which the person is.
 */
export function thingsToTry({ notice, folder }: { notice: string; folder: string }): string {
  const draft = relative(folder, caseFile(CASE));
  const tries = [
    ["watch Fiji's feed live, in a terminal of its own", "feed --as fj-liaison"],
    [
      "publish a real case as French Polynesia, and see it arrive there",
      `publish ${draft} --as pf-publisher`,
    ],
    ["publish an alert of your own, question by question", "publish --ask --as to-publisher"],
    ["list what Niue has, and what concerns it", "list --as nu-liaison"],
    ["read the last notice of the demo and answer for it", `show ${notice} --as fj-liaison`],
    ["", `ack ${notice} --as fj-liaison`],
    [
      "see the flag of New Zealand's screening: Fiji is told who, Tonga that somebody travels",
      "list --kind risk-flag --as fj-liaison",
    ],
    ["", "list --kind risk-flag --as to-liaison"],
    [
      "see what New Zealand's screening found, and what came of it",
      "flag list --all --as nz-publisher",
    ],
    ["", "flag precision --as nz-publisher"],
    ["search Fiji's feed by words", "search yacht cocaine --as fj-liaison"],
    [
      "ask Tonga something, and see there what is open",
      'request --to TO --by 7d --text "Who owns the yacht?" --as fj-liaison',
    ],
    ["", "request list --as to-liaison"],
    [
      "see who got the last notice, who did not, and by which rule",
      `explain ${notice} --as pf-publisher`,
    ],
    ["Nauru was not sent it, and cannot tell that it exists", `show ${notice} --as nr-liaison`],
    [
      "read its whole trail in the exchange log",
      `log trail ${notice} --as oco-auditor --purpose training --case DEMO`,
    ],
    ["see who takes part", "directory participants --as oco-secretariat"],
  ];
  const lines = ["Things to try, from this folder:"];
  for (const [what, command] of tries) {
    if (what) lines.push("", `  ${what}`);
    lines.push(`    npx talanoa ${command}`);
  }
  return lines.join("\n");
}
