/** `FJ` for a Member, a short code for the Secretariat (`OCO`) and for partners. */
const FORM = /^[A-Z][A-Z0-9]{1,11}$/;

/** Whether a text has the form of a participant's code; the directory knows which there are. */
export function isParticipantForm(code: string): boolean {
  return FORM.test(code);
}
