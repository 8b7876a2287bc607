import { type RiskFlag, SectionType, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { SUBJECT_TOKEN } from "@talanoa/contract/subjects.ts";
import { riskMeasureWords } from "@talanoa/contract/words.ts";
import { isFlight } from "../../codes/identifiers.ts";
import { isRiskReason } from "../../codes/risk-reasons.ts";
import { DIGEST_LENGTH } from "../digest.ts";
import type { Findings } from "../findings.ts";
import { countriesOf, itineraryOf } from "../itinerary.ts";
import { limits } from "../limits.ts";
import { type OpenedNotice, sectionOf } from "../open.ts";
import type { Checking } from "./checking.ts";
import { checkRange } from "./header.ts";
import { checkDistinct, checkList } from "./lists.ts";
import { isDay } from "./passengers.ts";
import { checkUnlocode } from "./places.ts";
import { checkLine, isSaid } from "./text.ts";

/** What a flag names in place of a profile when a list of names was met. */
const WATCHLIST = "watchlist";

export function checkRiskFlag(flag: RiskFlag, { findings }: Checking): void {
  const { reference, messageDigest, measure, travellers } = flag;
  if (!isSaid(reference)) findings.violation("flag-reference", "risk_flag.reference");
  checkLine(reference, "risk_flag.reference", limits.shortText, findings);
  checkFlight(flag, findings);
  checkGrounds(flag, findings);
  if (travellers < 1 || travellers > limits.flagTravellers) {
    findings.violation("flag-travellers", "risk_flag.travellers");
  }
  if (messageDigest.length !== DIGEST_LENGTH) {
    findings.violation("flag-digest", "risk_flag.message_digest");
  }
  if (!(measure in riskMeasureWords)) findings.violation("flag-measure", "risk_flag.measure");
}

function checkFlight(flag: RiskFlag, findings: Findings): void {
  const { flight, flightDate, departs, arrives, onward, arrivesAt } = flag;
  if (!isFlight(flight)) findings.violation("flight-form", "risk_flag.flight");
  if (!isDay(flightDate)) findings.violation("flight-date-form", "risk_flag.flight_date");
  checkUnlocode(departs, "", "risk_flag.departs", findings);
  checkUnlocode(arrives, "", "risk_flag.arrives", findings);
  checkList(onward, limits.onward, "risk_flag.onward", findings, (code, field) =>
    checkUnlocode(code, "", field, findings),
  );
  if (arrivesAt === 0) findings.violation("flag-arrival", "risk_flag.arrives_at");
  checkRange(arrivesAt, "risk_flag.arrives_at", findings);
}

/** Why, by which profile, and how much a check is worth. */
function checkGrounds(flag: RiskFlag, findings: Findings): void {
  const { grade, scheme, reasons, profile, profileVersion } = flag;
  if (!/^[A-D]$/.test(grade)) findings.violation("flag-grade", "risk_flag.grade");
  if (!SUBJECT_TOKEN.test(scheme)) findings.violation("flag-grade", "risk_flag.scheme");
  if (reasons.length === 0) findings.violation("flag-reason", "risk_flag.reasons");
  checkList(reasons, limits.flagReasons, "risk_flag.reasons", findings, (reason, field) => {
    if (!isRiskReason(reason)) findings.violation("flag-reason", field);
  });
  checkDistinct(reasons, "risk_flag.reasons", findings);
  if (!SUBJECT_TOKEN.test(profile)) findings.violation("flag-profile", "risk_flag.profile");
  if ((profile === WATCHLIST) !== (profileVersion === 0)) {
    findings.violation("flag-profile-version", "risk_flag.profile_version");
  }
}

/** Who may have a flag, under which marking and for how long. */
export function checkRiskFlagNotice(opened: OpenedNotice, findings: Findings): void {
  const { header } = opened;
  if (header.tlp === Tlp.CLEAR || header.tlp === Tlp.GREEN) {
    findings.violation("flag-marking", "marking.tlp");
  }
  const flag = sectionOf(opened, SectionType.RISK_FLAG);
  if (!flag) return;
  const { arrivesAt, travellers, withdrawn } = flag;
  checkItinerary(opened, flag, findings);
  // The header has the time that the summary gives, else the arrival.
  if (!sectionOf(opened, SectionType.SUMMARY)?.time && header.eventAt !== arrivesAt) {
    findings.violation("when-of-header", "risk_flag.arrives_at");
  }
  if (header.expiresAt === 0 || header.expiresAt > arrivesAt + limits.flagLastsAtMost) {
    findings.violation("flag-expiry", "expires");
  }
  const passengers = sectionOf(opened, SectionType.PASSENGERS)?.passengers ?? [];
  if (passengers.length > travellers) findings.violation("flag-passengers", "passengers");
  if (!withdrawn) return;
  const ends = header.expiresAt - header.issuedAt <= limits.withdrawnLasts;
  if (header.version === 1 || passengers.length > 0 || !ends) {
    findings.violation("flag-withdrawn", "risk_flag.withdrawn");
  }
}

/** Nobody is addressed by a name that others may join, and nobody whom the travellers do not reach. */
function checkItinerary({ routing }: OpenedNotice, flag: RiskFlag, findings: Findings): void {
  const audience = routing?.audience;
  if (!audience) return;
  const { allMembers, subRegions, groups, operations, participants, officers } = audience;
  if (allMembers) findings.violation("flag-audience", "audience.all");
  if (subRegions.length > 0) findings.violation("flag-audience", "audience.sub_regions");
  if (groups.length > 0) findings.violation("flag-audience", "audience.groups");
  if (operations.length > 0) findings.violation("flag-audience", "audience.operations");
  const countries = countriesOf(itineraryOf(flag));
  const checkReached = (participant: string, field: string) => {
    if (!countries.has(participant)) findings.violation("flag-itinerary", field);
  };
  participants.forEach((each, i) => checkReached(each, `audience.participants[${i}]`));
  officers.forEach((each, i) => checkReached(each.participant, `audience.officers[${i}]`));
}
