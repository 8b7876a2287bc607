import type {
  Companies,
  Passengers,
  Person,
  Persons,
  Source,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Init } from "@talanoa/contract/message-type.ts";
import { gradingOf } from "./compose-grading.ts";
import type { Draft } from "./draft.ts";
import { firstMoment } from "./draft-time.ts";
import { said } from "./said.ts";

// Persons, passengers, companies and the source: sections that are most often withheld.

export function personsOf(persons: NonNullable<Draft["persons"]>): Init<Persons> {
  return {
    persons: persons.map(
      (person) =>
        said({
          name: person.name,
          birthDate: person.birth_date,
          sex: person.sex?.toUpperCase(),
          nationality: person.nationality,
          documentType: person.document_type?.toUpperCase(),
          documentNumber: person.document_number?.replaceAll(" ", ""),
          role: person.role,
          note: person.note,
        }) as Init<Person>,
    ),
  };
}

export function passengersOf(passengers: NonNullable<Draft["passengers"]>): Init<Passengers> {
  return {
    passengers: passengers.map((passenger) => ({
      ...said({
        reference: passenger.reference,
        name: passenger.name,
        documentType: passenger.document_type?.toUpperCase(),
        documentNumber: passenger.document_number?.replaceAll(" ", ""),
        flight: passenger.flight?.replaceAll(" ", "").toUpperCase(),
        flightDate: passenger.flight_date,
        departs: passenger.departs?.toUpperCase(),
        arrives: passenger.arrives?.toUpperCase(),
        onward: passenger.onward?.toUpperCase(),
        indicator: passenger.indicator,
        birthDate: passenger.birth_date,
        sex: passenger.sex?.toUpperCase(),
        nationality: passenger.nationality?.toUpperCase(),
        seat: passenger.seat?.replaceAll(" ", "").toUpperCase(),
        recordLocator: passenger.record_locator?.replaceAll(" ", "").toUpperCase(),
      }),
      // None is a number of bags.
      ...(passenger.bags !== undefined && { bags: passenger.bags }),
    })),
  } as Init<Passengers>;
}

export function companiesOf(companies: NonNullable<Draft["companies"]>): Init<Companies> {
  return {
    companies: companies.map((company) =>
      said({
        name: company.name,
        registrationNumber: company.registration_number,
        country: company.country,
        role: company.role,
        note: company.note,
      }),
    ),
  } as Init<Companies>;
}

export function sourceOf(source: NonNullable<Draft["source"]>): Init<Source> {
  return said({
    description: source.description,
    publisher: source.publisher,
    address: source.address,
    publishedAt: firstMoment(source.published),
    grading: gradingOf(source),
  }) as Init<Source>;
}
