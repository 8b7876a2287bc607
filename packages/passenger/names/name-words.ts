/** What a word in a name is: a name proper, or one of those that may come and go. */
export type WordKind = "name" | "initial" | "particle" | "title" | "chiefly-title";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words between names, in letters a to z: they link, and are often left out or glued on. */
const particles = words(`
  af al as at av az bar bat ben bin binte binti bint d da dal das de degli dei del della delle den der di do dos du
  e ech el es et ibn ibnu la las le les los lo na op oude ould ter ten te tot ul um und ur van vande vander vanden von vom
  y zu zum zur ud uz ad abd abdul abdel abdal abdur abu abou s t
`);

/** Spellings of one particle. */
const particleForms: { readonly [form: string]: string } = {
  ben: "bin",
  ibn: "bin",
  ibnu: "bin",
  ould: "bin",
  binti: "bint",
  binte: "bint",
  bat: "bint",
  ul: "al",
  ur: "al",
  ud: "al",
  uz: "al",
  ad: "al",
  as: "al",
  at: "al",
  az: "al",
  el: "al",
  abd: "abdul",
  abdel: "abdul",
  abdal: "abdul",
  abdur: "abdul",
  abou: "abu",
  vom: "von",
  vande: "van",
  vander: "van",
  vanden: "van",
};

/**
 * Forms of address, ranks, degrees, generation, religious honorifics and legal tails; and what
 * stands in documents where a name is missing.
 */
const titles = words(`
  mr mrs ms miss mstr master mister sir dame lord lady dr doctor prof professor hon honourable honorable rev reverend father
  fr sr jr jnr snr ii iii iv esq phd md mba capt captain col colonel gen general lt lieutenant maj major sgt cdr commander
  admiral cpl pvt president prasident presidente prezident minister senator governor king queen prince princess
  herr frau senor senora sr sra monsieur madame mme mlle don dona signor signora pan pani
  sheikh shaikh shaykh sheik cheikh haji hajji hadji hajj haj alhaji hajah imam mullah mulla molla maulvi mawlawi maulana
  mawlana moulavi qari ustad ustaz ayatollah hojjat sayyid sayed sayyed sayid syed said seyyed sardar mir amir emir begum
  khatun bibi shri sri smt kumari datuk dato tan tun tengku raden kyai gus bapak ibu
  fnu lnu nfn nln nmn fno lno xxx unknown
  llc ltd inc gmbh plc
`);

/**
 * Chiefly and noble titles of the Pacific: ranks, and names of titles that their holders bear before
 * or in place of their own. One document has them, the next does not.
 */
const chieflyTitles = words(`
  adi ratu ro roko bulou tui tuilawa tuicakau tuinayau vunivalu buli tukana sau rokotui
  noble nopele eiki tui tuipelehake tuivakano tuihaateiho tuiilateha tuihaangana tuilakepa fakafanua maafu luani vaea fielakepa
  fakatulolo fohe fotofili fulivai fusitua ahomee lasike lavaka malupo motuapuaka niukapu nuku tangipa tupoutoa
  tungi ulukalala vahai veehala veikune kalaniuvalu kapukava
  afioga susuga tofa lauga lau tupua tamasese malietoa mataafa tuimalealiifano tuilaepa fiame tuiatua tuiaana gatoaitele
  vaetamasoalii leiataua lauofo lemamea misa papalii tuala toleafoa aiono fuimaono laauli seiuli faumuina asiata
  tofilau vaai fepuleai galuvao leaupepe tagaloa savea mulitalo lealailepule tuiletufuga alaiasa
  ariki rangatira mataiapo pa kaumatua
  iroij iroijlaplap leroij nahnmwarki nahnken ibedul reklai bilung uea
`);

/** What kind of word it is, of letters a to z. */
export function kindOf(word: string): WordKind {
  if (word.length === 1) return "initial";
  if (particles.has(word)) return "particle";
  if (chieflyTitles.has(word)) return "chiefly-title";
  return titles.has(word) ? "title" : "name";
}

/** A particle in the form under which its spellings meet: ibn and ben are bin. */
export function particleForm(word: string): string {
  return particleForms[word] ?? word;
}
