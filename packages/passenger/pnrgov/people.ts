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

/** The travellers of one PNR and what is known of each once all its segments have come. */
export class People {
  readonly travellers: Draft<Traveller>[] = [];
  readonly #byReference = new Map<string, Draft<Traveller>>();

  add(traveller: Draft<Traveller>): void {
    this.travellers.push(traveller);
    const { reference } = traveller;
    if (reference !== "" && !this.#byReference.has(reference)) {
      this.#byReference.set(reference, traveller);
    }
  }

  /** The traveller of a reference; of a PNR with one traveller that one, where there is no reference. */
  find(reference: string): Draft<Traveller> | undefined {
    if (reference !== "") return this.#byReference.get(reference);
    return this.travellers.length === 1 ? this.travellers[0] : undefined;
  }

  findByName(name: PersonName): Draft<Traveller> | undefined {
    const key = nameKey(name);
    return this.travellers.find((traveller) => nameKey(traveller.name) === key);
  }

  /** Joins requests for infants to the infants that have a segment of their own, or adds them. */
  placeInfants(requests: readonly InfantRequest[], context: DateContext): void {
    const placed = new Set<string>();
    for (const { request, adult } of requests) {
      const said = infantOf(request, adult);
      const key = nameKey(said.name);
      if (placed.has(key)) continue;
      placed.add(key);
      const infant = this.#infantNamed(said.name) ?? this.#addInfant(said.name, request, adult);
      if (adult?.reference) infant.accompanies ??= adult.reference;
      const born = infant.birthDate ? undefined : readTextDate(said.born, "past", context, "1.9");
      if (born) infant.birthDate = born;
    }
  }

  /** Gives infants the documents that their adults' requests carry. */
  placeInfantDocuments(): void {
    for (const adult of this.travellers) {
      if (adult.type === "infant") continue;
      const kept: Draft<TravelDocument>[] = [];
      for (const document of adult.documents) {
        const infant = document.infant ? this.#holderOf(document, adult) : undefined;
        if (infant) infant.documents.push(document);
        else kept.push(document);
      }
      adult.documents = kept;
    }
  }

  #holderOf(document: TravelDocument, adult: Traveller): Draft<Traveller> | undefined {
    const named = document.name && this.#infantNamed(document.name);
    if (named) return named;
    const own = this.travellers.filter(
      ({ type, accompanies }) => type === "infant" && accompanies === adult.reference,
    );
    return adult.reference !== "" && own.length === 1 ? own[0] : undefined;
  }

  #infantNamed(name: PersonName): Draft<Traveller> | undefined {
    const key = nameKey(name);
    return this.travellers.find(
      (traveller) => traveller.type === "infant" && nameKey(traveller.name) === key,
    );
  }

  #addInfant(
    name: PersonName,
    { position }: Request,
    adult: Traveller | undefined,
  ): Draft<Traveller> {
    const infant = newTraveller({
      role: "passenger",
      qualifier: "",
      type: "infant",
      name,
      position,
      namedByRequest: true,
      ...(adult?.booking !== undefined && { booking: adult.booking }),
    });
    this.travellers.push(infant);
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
  const [, named = text, born = ""] = /^(.*?)[\s/]*(\d\d?[A-Z]{3}\d{2,4})\s*$/.exec(text) ?? [];
  const [surname = "", given = ""] = named.split("/").map((part) => part.trim());
  return { name: readPnrName(surname || (adult?.name.surname ?? ""), given), born };
}

/** A name by which two segments of one PNR are compared: letters alone, without titles. */
function nameKey({ surname, given }: PersonName): string {
  return `${surname}/${given}`.toUpperCase().replace(/[^\p{L}/]/gu, "");
}
