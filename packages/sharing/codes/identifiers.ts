// Numbers of ships, containers and flights: their forms and check digits.

const MMSI_FORMS = [
  "[2-7][0-9]{8}", // ship
  "00[2-7][0-9]{6}", // coast station
  "0[2-7][0-9]{7}", // group of ships
  "111[2-7][0-9]{5}", // search and rescue aircraft
  "8[2-7][0-9]{7}", // hand-held radio
  "98[2-7][0-9]{6}", // craft of a parent ship
  "99[2-7][0-9]{6}", // aid to navigation
  "97[024][0-9]{6}", // distress beacons
];
const MMSI = new RegExp(`^(?:${MMSI_FORMS.join("|")})$`);

export function isMmsi(mmsi: string): boolean {
  return MMSI.test(mmsi);
}

/** Seven digits; the last is the last digit of the sum of the others times 7, 6, 5, 4, 3 and 2. */
export function isImoNumber(imo: string): boolean {
  if (!/^[0-9]{7}$/.test(imo)) return false;
  let sum = 0;
  for (let index = 0; index < 6; index++) sum += Number(imo[index]) * (7 - index);
  return sum % 10 === Number(imo[6]);
}

/** ISO 6346: owner (three letters), category (U, J or Z), six digits and a check digit. */
export function isContainerNumber(code: string): boolean {
  if (!/^[A-Z]{3}[UJZ][0-9]{7}$/.test(code)) return false;
  let sum = 0;
  for (let index = 0; index < 10; index++) sum += valueOf(code[index]!) * 2 ** index;
  return (sum % 11) % 10 === Number(code[10]);
}

/** Digits count as they are, letters from 10 (A) to 38 (Z) without the multiples of 11. */
function valueOf(character: string): number {
  const value = Number.parseInt(character, 36);
  if (value < 10) return value;
  return value + Math.floor((value - 1) / 10);
}

/** Two or three characters of the carrier, not all digits, one to four digits, maybe a letter. */
export function isFlight(flight: string): boolean {
  return /^(?=.?[A-Z])[A-Z0-9]{2}[A-Z]?[0-9]{1,4}[A-Z]?$/.test(flight);
}

export function isCallSign(callSign: string): boolean {
  return /^[A-Z0-9]{3,7}$/.test(callSign);
}
