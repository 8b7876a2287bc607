import type { PartialDate } from "./partial-date.ts";

/** The sex as machine-readable documents give it; X is unspecified. */
export type Sex = "F" | "M" | "X";

/** A document as a list or a message gives it. */
export interface IdentityDocument {
  /** Letters and digits; case, spaces and hyphens do not matter. */
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly issuer?: string;
}

/** A name that an entry is known by. */
export interface ListedName {
  readonly text: string;
  /** One that many bear or that is doubtful: alone it never raises more than a weak match. */
  readonly weak?: boolean;
}

interface Listed {
  /** Unique in its list. */
  readonly id: string;
  readonly names: readonly ListedName[];
}

export interface ListedPerson extends Listed {
  readonly kind: "person";
  /** Several where sources disagree. */
  readonly birthDates: readonly PartialDate[];
  readonly documents: readonly IdentityDocument[];
  readonly sex?: Sex;
  /** ISO 3166-1 alpha-2. */
  readonly nationalities: readonly string[];
}

export interface ListedVessel extends Listed {
  readonly kind: "vessel";
  /** IMO ship number, seven digits. */
  readonly imo?: string;
  /** Nine digits. */
  readonly mmsi?: string;
  readonly callSign?: string;
  /** ISO 3166-1 alpha-2. */
  readonly flag?: string;
}

export interface ListedCompany extends Listed {
  readonly kind: "company";
  readonly registrationNumbers: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
}

export type ListEntry = ListedPerson | ListedVessel | ListedCompany;

interface Subject {
  /** The name; or several, where sources spell it differently. */
  readonly names: readonly string[];
}

/** What is known of a person who travels. */
export interface Traveller extends Subject {
  readonly birthDate?: PartialDate;
  readonly documents?: readonly IdentityDocument[];
  readonly sex?: Sex;
  /** ISO 3166-1 alpha-2. */
  readonly nationality?: string;
}

/** What is known of a vessel; the fields as in `ListedVessel`. */
export interface Vessel extends Subject {
  readonly imo?: string;
  readonly mmsi?: string;
  readonly callSign?: string;
  readonly flag?: string;
}

/** What is known of a company; the country is ISO 3166-1 alpha-2. */
export interface Company extends Subject {
  readonly registrationNumber?: string;
  readonly country?: string;
}

/** A document number or registration as it is compared: capitals and digits alone. */
export function comparableNumber(number: string): string {
  return number.toUpperCase().replace(/[^A-Z0-9]/g, "");
}
