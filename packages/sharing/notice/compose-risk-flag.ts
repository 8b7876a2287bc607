import type { RiskFlag } from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { codeOf, riskMeasureWords } from "@talanoa/contract/words.ts";
import { fromHex } from "@talanoa/crypto/bytes.ts";
import { airportOf } from "../codes/ports.ts";
import { RISK_SCHEME } from "../codes/risk-grades.ts";
import type { Draft } from "./draft.ts";
import { firstMoment } from "./draft-time.ts";
import { limits } from "./limits.ts";
import { said } from "./said.ts";

type Written = NonNullable<Draft["risk_flag"]>;

export function riskFlagOf(written: Written): Init<RiskFlag> {
  const grade = written.grade?.trim().toUpperCase();
  return said({
    reference: written.reference,
    flight: written.flight?.replaceAll(" ", "").toUpperCase(),
    flightDate: written.flight_date,
    departs: written.departs && unlocodeOf(written.departs),
    arrives: written.arrives && unlocodeOf(written.arrives),
    onward: written.onward?.map(unlocodeOf),
    arrivesAt: firstMoment(written.arrives_at),
    grade,
    scheme: written.scheme ?? (grade && RISK_SCHEME),
    reasons: written.reasons,
    profile: written.profile,
    profileVersion: written.profile_version,
    travellers: written.travellers,
    messageDigest: written.message_digest && fromHex(written.message_digest.replaceAll(/\s/g, "")),
    measure: written.measure && codeOf(riskMeasureWords, written.measure),
    withdrawn: written.withdrawn,
  }) as Init<RiskFlag>;
}

/** When a flag expires unless its draft says so, Unix ms; 0 while its arrival is not known. */
export function flagExpiry(written: Written | undefined): number {
  const arrivesAt = firstMoment(written?.arrives_at);
  return arrivesAt && arrivesAt + limits.flagLasts;
}

/** An airport as messages of carriers write it (AKL) or as a UN/LOCODE; one that is neither as it came. */
function unlocodeOf(written: string): string {
  const code = written.replaceAll(" ", "").toUpperCase();
  return airportOf(code)?.unlocode ?? code;
}
