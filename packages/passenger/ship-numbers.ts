/** An IMO ship number: seven digits of which the last is the check digit, 2 to 7 times the others summed (IMO A.1117). */
export function isImoNumber(text: string): boolean {
  if (!/^\d{7}$/.test(text)) return false;
  const sum = Array.from(text.slice(0, 6)).reduce(
    (sum, digit, place) => sum + Number(digit) * (7 - place),
    0,
  );
  return sum % 10 === Number(text[6]);
}

/** A Maritime Mobile Service Identity: nine digits (ITU-R M.585). */
export function isMmsi(text: string): boolean {
  return /^\d{9}$/.test(text);
}
