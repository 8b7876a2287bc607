import { properToken, type Token } from "./name.ts";
import { romanise } from "./romanise.ts";

/** Words before a ship's name that say what she is. */
const vesselWords = new Set(
  "mv ms mt ss sy fv sv my rv lct lpg lng yacht vessel ship boat motor sailing fishing".split(" "),
);

/** Legal forms of companies, and the words beside them. */
const legalForms = new Set(
  `ltd limited llc llp lp inc incorporated corp corporation co company plc pte pty pvt private proprietary gmbh ag kg ohg mbh ug
  sa sas sarl srl spa snc bv nv ab as asa aps oy oyj ou kk gk sdn sendirian bhd berhad tbk pt cv ooo oao zao pao ao ip tov doo dd jsc ojsc
  cjsc pjsc sae fze fzco fzc dmcc est wll saog eood ead ad kft zrt rt sp zoo sro as the and of`.split(
    /\s+/,
  ),
);

/** The same, written without spaces after the name or before it. */
const gluedForms =
  /(?:股份)?有限(?:责任|責任)?公司|株式会社|株式會社|有限会社|합자회사|유한회사|주식회사/gu;

/** The words of a ship's name, what says only that she is one left out. Never throws. */
export function parseVesselName(name: string): Token[] {
  return parseThing(name, vesselWords);
}

/** The words of a company's name, its legal form left out. Never throws. */
export function parseCompanyName(name: string): Token[] {
  const rest = name.replace(gluedForms, " ");
  return parseThing(rest.trim() === "" ? name : rest, legalForms);
}

function parseThing(name: string, leftOut: ReadonlySet<string>): Token[] {
  // "S.A.", "m/v": what is written with points or strokes is one word.
  const words = romanise(name.replace(/(?<=\p{L})[./](?=\p{L}(?!\p{L}))/gu, ""));
  const telling = words.filter(({ text }) => !leftOut.has(text));
  return (telling.length > 0 ? telling : words).map(properToken);
}
