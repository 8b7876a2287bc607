import { type Audience, SectionType } from "@talanoa/contract/generated/talanoa.ts";
import { countryNames } from "@talanoa/sharing/codes/countries.ts";
import { eventTime, measured, named } from "@talanoa/sharing/notice/describe-line.ts";
import { type OpenedNotice, sectionOf } from "@talanoa/sharing/notice/open.ts";
import { noticeFacts } from "./notice-facts.ts";
import { plain } from "./plain-text.ts";
import { styleOf } from "./style.ts";
import type { Terminal } from "./terminal.ts";

/** What an alert says and whom it is for, a line each, to look at before it is sent. */
export function previewLines(notice: OpenedNotice, terminal: Terminal): string[] {
  const { dim, bold, tlp } = styleOf(terminal);
  const { title, what, where, tlp: label } = noticeFacts(notice);
  const summary = sectionOf(notice, SectionType.SUMMARY);
  const goods = sectionOf(notice, SectionType.GOODS)?.commodities ?? [];
  const marking = tlp(label);
  const rows: [name: string, value: string][] = [
    ["title", bold(plain(title))],
    ["what", plain(what)],
    ["when", summary?.time ? eventTime(summary.time) : ""],
    ["where", plain(where)],
    ...goods.map(({ name, commodityClass, quantity, unit }): [string, string] => [
      "goods",
      [named(plain(name), commodityClass), quantity === null ? "" : measured(quantity, plain(unit))]
        .filter(Boolean)
        .join(", "),
    ]),
    ["what happened", plain(sectionOf(notice, SectionType.NARRATIVE)?.text ?? "")],
    ["case number", plain(summary?.caseReference ?? "")],
    ["marking", marking.paint(marking.text)],
    ["for", notice.routing?.audience ? audienceText(notice.routing.audience) : ""],
  ];
  const given = rows.filter(([, value]) => value !== "");
  const width = Math.max(...given.map(([name]) => name.length));
  return given.map(([name, value]) => `  ${dim(name.padEnd(width))}  ${value}`);
}

/** `all Members`; `polynesia, Tonga (TO) and the officer NZ:nz-liaison`. */
export function audienceText(audience: Audience): string {
  const { allMembers, subRegions, participants, officers, groups, operations } = audience;
  const parts = [
    ...(allMembers ? ["all Members"] : []),
    ...subRegions.map((region) => `all of ${region}`),
    ...participants.map((code) => (countryNames[code] ? `${countryNames[code]} (${code})` : code)),
    ...officers.map(({ participant, principal }) => `the officer ${participant}:${principal}`),
    ...groups.map((group) => `the group ${group}`),
    ...operations.map((operation) => `the joint operation ${operation}`),
  ].map(plain);
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}` : parts.join();
}
