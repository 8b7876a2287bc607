import { type DateContext, readTextDate } from "../dates/read-date.ts";
import type { Draft } from "../model/draft.ts";
import {
  type PersonName,
  type TravelDocument,
  type Traveller,
  newTraveller,
} from "../model/traveller.ts";
import { readPnrName } from "../person-name.ts";
import type { Request } from "./request-text.ts";

/** An infant without a seat, as a request INFT names it: surname, given name, birth. */
export interface InfantRequest {
  readonly request: Request;
  /** Who the request is about; undefined where it does not say. */
  readonly adult: Draft<Traveller> | undefined;
}

/** The travellers of one PNR, found by reference or name. */
export class People {
  readonly travellers: Draft<Traveller>[] = [];
  readonly #byReference = new Map<string, Draft<Traveller>>();
  readonly #byName = new Map<string, Draft<Traveller>>();
  readonly #infantsByName = new Map<string, Draft<Traveller>>();

  add(traveller: Draft<Traveller>): void {
    this.travellers.push(traveller);
    const { reference, name, type } = traveller;
    if (reference !== "") addFirst(this.#byReference, reference, traveller);
    addFirst(this.#byName, nameKey(name), traveller);
    if (type === "infant") addFirst(this.#infantsByName, nameKey(name), traveller);
  }

  /** The traveller of a reference; of a PNR with one traveller that one, where there is no reference. */
  find(reference: string): Draft<Traveller> | undefined {
    if (reference !== "") return this.#byReference.get(reference);
    return this.travellers.length === 1 ? this.travellers[0] : undefined;
  }

  findByName(name: PersonName): Draft<Traveller> | undefined {
    return this.#byName.get(nameKey(name));
  }

  /** Joins requests for infants to the infants that have a segment of their own, or adds them. */
  placeInfants(requests: readonly InfantRequest[], context: DateContext): void {
    const placed = new Set<string>();
    for (const { request, adult } of requests) {
      const { name, born } = infantOf(request, adult);
      const key = nameKey(name);
      if (placed.has(key)) continue;
      placed.add(key);
      const infant = this.#infantsByName.get(key) ?? this.#addInfant(name, request);
      if (adult?.reference) infant.accompanies ??= adult.reference;
      context.issues.at("SSR", request.position);
      const birthDate = infant.birthDate ? undefined : readTextDate(born, "past", context, "1.9");
      if (birthDate) infant.birthDate = birthDate;
    }
  }

  /**
   * Gives infants the documents that their adults' requests carry. Returns those of infants whom nothing else
   * names; no adult keeps them.
   */
  takeInfantDocuments(): TravelDocument[] {
    const unplaced: TravelDocument[] = [];
    const infantsOf = this.#infantsByAdult();
    for (const adult of this.travellers) {
      if (adult.type === "infant") continue;
      const kept: TravelDocument[] = [];
      for (const document of adult.documents) {
        const named = document.name && this.#infantsByName.get(nameKey(document.name));
        const own = infantsOf.get(adult.reference) ?? [];
        const infant = named ?? (own.length === 1 ? own[0] : undefined);
        if (infant && document.infant) infant.documents.push(document);
        else if (document.infant && !isNamedIn(document, adult)) unplaced.push(document);
        else kept.push(document);
      }
      adult.documents = kept;
    }
    return unplaced;
  }

  #infantsByAdult(): Map<string, Draft<Traveller>[]> {
    const found = new Map<string, Draft<Traveller>[]>();
    for (const traveller of this.travellers) {
      const { type, accompanies } = traveller;
      if (type !== "infant" || accompanies === undefined) continue;
      const others = found.get(accompanies);
      if (others) others.push(traveller);
      else found.set(accompanies, [traveller]);
    }
    return found;
  }

  #addInfant(name: PersonName, { position }: Request): Draft<Traveller> {
    const infant = newTraveller({
      role: "passenger",
      qualifier: "",
      type: "infant",
      name,
      position,
      namedByRequest: true,
    });
    this.add(infant);
    return infant;
  }
}

/** What documents say of their holder, where no other segment does; and titles, now that the sex is known. */
export function takeFromDocuments(traveller: Draft<Traveller>): void {
  for (const document of traveller.documents) {
    if (document.infant && traveller.type !== "infant") continue;
    if (document.sex) traveller.sex ??= document.sex;
    if (document.birthDate) traveller.birthDate ??= document.birthDate;
    if (document.nationality) traveller.nationality ??= document.nationality;
    if (document.birthPlace) traveller.birthPlace ??= document.birthPlace;
  }
  const { surname, given, middle } = traveller.name.raw;
  traveller.name = readPnrName(surname, given, middle, traveller.sex);
}

/** `SMITH/JOHN/10AUG11`, `SMITH/JOHN MSTR 10AUG11`, `/JOHN 10AUG11`. */
function infantOf({ text }: Request, adult: Traveller | undefined) {
  const born = /\d\d?[A-Z]{3}\d{2,4}$/.exec(text)?.[0] ?? "";
  const named = born === "" ? text : text.slice(0, -born.length);
  const [surname = "", given = ""] = named.split("/").map((part) => part.trim());
  return { name: readPnrName(surname || (adult?.name.surname ?? ""), given), born };
}

function isNamedIn({ name }: TravelDocument, traveller: Traveller): boolean {
  return name !== undefined && nameKey(name) === nameKey(traveller.name);
}

/** A name by which two segments of one PNR are compared: letters alone, without titles. */
function nameKey({ surname, given }: PersonName): string {
  return `${surname}/${given}`.toUpperCase().replace(/[^\p{L}/]/gu, "");
}

function addFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}
