/** An account or card number with all but its last four characters as X; shorter ones wholly. */
export function maskAccount(account: string): string {
  const shown = account.length > 8 ? 4 : 0;
  const hidden = account.length - shown;
  return "X".repeat(hidden) + account.slice(hidden);
}

/** Digits enough for a card's number, with single spaces or dashes between them; no decimals. */
const RUN = /(?<!\d\.?)\d(?:[ -]?\d){12,}/g;
/** Where in a run a card's number may begin: its first four digits stand together. */
const BEGINNING = /(?<!\d)[2-6]\d{3}/g;
const LONGEST = 19;
/** The usual first: what stands behind a number is then not taken for its end. */
const LENGTHS = [16, 15, 14, 19, 18, 17, 13];
/** The beginnings and lengths that the great card schemes use: ordinary numbers seldom have both. */
const SCHEMES =
  /^(?:4\d{12}(?:\d{3}){0,2}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:5[1-5]|2[2-7]|6\d|35)\d{14}|62\d{15,17})$/;
/** So do telephone numbers of the Pacific begin: two of them are no card's number that ends within the second. */
const PHONE_LIKE = /^6[6-9]/;
/** Behind a number that is masked: an expiry, a security code. */
const BESIDE = /(?<=X{8}\d{4})(?:[ /-]{0,3}\d{1,4}(?!\d))+/g;

/**
 * Text in which whatever may be a card's number is masked, one of a scheme that passes the Luhn check, with
 * the short numbers right behind it.
 */
export function maskCards(text: string): string {
  return text.replace(RUN, maskRun).replace(BESIDE, (found) => found.replace(/\d/g, "X"));
}

function maskRun(run: string): string {
  let masked = "";
  let done = 0;
  for (const { index } of run.matchAll(BEGINNING)) {
    const card = index < done ? undefined : cardAt(run, index);
    if (!card) continue;
    masked += run.slice(done, index) + maskAccount(card.digits);
    done = card.end;
  }
  return masked + run.slice(done);
}

/** The card's number that begins at a digit, without what stands between its own, and where it ends. */
function cardAt(run: string, index: number): { digits: string; end: number } | undefined {
  let all = "";
  const ends = [index];
  for (let at = index; at < run.length && all.length < LONGEST; at++) {
    if (run[at] === " " || run[at] === "-") continue;
    all += run[at];
    ends.push(at + 1);
  }
  for (const length of LENGTHS) {
    const digits = all.slice(0, length);
    const end = ends[length];
    if (end === undefined || !isCard(digits)) continue;
    if (!PHONE_LIKE.test(digits) || !isDigit(run[end])) return { digits, end };
  }
  return undefined;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /\d/.test(character);
}

function isCard(digits: string): boolean {
  return SCHEMES.test(digits) && passesLuhn(digits);
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
