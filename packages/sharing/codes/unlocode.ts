/** UN/LOCODE without its space: two letters of the country, three of the place. */
const FORM = /^[A-Z]{2}[A-Z2-9]{3}$/;

/** The country letters that UN/LOCODE has for places in international waters. */
export const INTERNATIONAL_WATERS = "XZ";

export function isUnlocodeForm(code: string): boolean {
  return FORM.test(code);
}
