import { Purpose } from "@talanoa/contract/generated/talanoa.ts";

/** Whether reading the log for a purpose needs a case number. A purpose without a row does not compile. */
export const needsCase: { readonly [Each in Purpose]: boolean } = {
  [Purpose.UNSPECIFIED]: false,
  [Purpose.CASE_WORK]: true,
  [Purpose.AUDIT]: false,
  [Purpose.COMPLAINT]: true,
  [Purpose.COURT]: true,
  [Purpose.INCIDENT]: true,
  [Purpose.TRAINING]: false,
};

/** Numbers and codes as files have them; no names fit but by abuse. */
export const CASE_NUMBER = /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,63}$/;
