/** An account or card number with all but its last four characters as X; shorter ones wholly. */
export function maskAccount(account: string): string {
  const shown = account.length > 8 ? 4 : 0;
  const hidden = account.length - shown;
  return "X".repeat(hidden) + account.slice(hidden);
}

// 13 to 19 digits, in groups with single spaces or dashes between them, that are part of no longer number.
const CARD_LIKE = /(?<![\d.])[2-6]\d{3}(?:[ -]?\d){9,15}(?!\d)/g;
/** The beginnings and lengths that the great card schemes use: ordinary numbers seldom have both. */
const SCHEMES =
  /^(?:4\d{12}(?:\d{3}){0,2}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:5[1-5]|2[2-7]|6\d|35)\d{14})$/;

/** Text in which whatever may be a card's number is masked: one of a scheme that passes the Luhn check. */
export function maskCards(text: string): string {
  return text.replace(CARD_LIKE, (found) => {
    const digits = found.replace(/\D/g, "");
    return SCHEMES.test(digits) && passesLuhn(digits) ? maskAccount(digits) : found;
  });
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
