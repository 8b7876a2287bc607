import type { Conveyance, SmallCraft } from "@talanoa/contract/generated/talanoa.ts";
import {
  isCallSign,
  isContainerNumber,
  isFlight,
  isImoNumber,
  isMmsi,
} from "../../codes/identifiers.ts";
import { isTransportMode } from "../../codes/transport-modes.ts";
import type { Findings } from "../findings.ts";
import { limits } from "../limits.ts";
import type { Checking } from "./checking.ts";
import { checkDistinct, checkList } from "./lists.ts";
import { checkCountry } from "./places.ts";
import { checkLine, checkText } from "./text.ts";

export function checkConveyance(conveyance: Conveyance, { findings }: Checking): void {
  const { transportMode, type, name, flag, imo, mmsi, callSign, flight } = conveyance;
  const { containers, registration, smallCraft } = conveyance;
  const texts = [transportMode, type, name, flag, imo, mmsi, callSign, flight, registration];
  if (!texts.some(Boolean) && containers.length === 0 && !smallCraft) {
    findings.violation("conveyance-said", "conveyance");
  }
  if (transportMode && !isTransportMode(transportMode)) {
    findings.violation("mode-known", "conveyance.mode");
  }
  checkLine(type, "conveyance.type", limits.lineText, findings);
  checkLine(name, "conveyance.name", limits.lineText, findings);
  checkLine(registration, "conveyance.registration", limits.shortText, findings);
  checkCountry(flag, "conveyance.flag", findings);
  if (imo && !isImoNumber(imo)) findings.violation("imo-form", "conveyance.imo");
  if (mmsi && !isMmsi(mmsi)) findings.violation("mmsi-form", "conveyance.mmsi");
  if (callSign && !isCallSign(callSign)) {
    findings.violation("call-sign-form", "conveyance.call_sign");
  }
  if (flight && !isFlight(flight)) findings.violation("flight-form", "conveyance.flight");
  checkDistinct(containers, "conveyance.containers", findings);
  checkList(containers, limits.containers, "conveyance.containers", findings, (code, field) => {
    if (!isContainerNumber(code)) findings.violation("container-form", field);
  });
  if (smallCraft) checkCraft(smallCraft, findings);
}

function checkCraft(craft: SmallCraft, findings: Findings): void {
  const field = "conveyance.small_craft";
  if (!(craft.length >= 0 && craft.length <= 500)) {
    findings.violation("craft-measure", `${field}.length`);
  }
  if (craft.masts > 20) findings.violation("craft-measure", `${field}.masts`);
  if (craft.personsOnBoard > 10_000) {
    findings.violation("craft-measure", `${field}.persons_on_board`);
  }
  checkLine(craft.hullColour, `${field}.hull_colour`, limits.shortText, findings);
  checkLine(craft.sailColour, `${field}.sail_colour`, limits.shortText, findings);
  checkText(craft.description, `${field}.description`, limits.paragraph, findings);
}
