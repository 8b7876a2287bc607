import {
  airport,
  amount,
  choice,
  country,
  type Described,
  list,
  object,
  text,
  type ValueOf,
  whole,
  yesNo,
} from "./value-type.ts";

const document = object("document", "A travel document", {
  type: text("As sent: P passport, V visa, I identity card and so on", 3),
  number: text("As sent, without spaces"),
  issuer: country("Who issued it; of a visa in a booking, for which country it holds"),
  nationality: country("What it says of its holder"),
  days_valid: whole("Days from the flight to its expiry; negative once it has expired"),
  days_since_issue: whole("Days from its issue to the flight"),
});

const leg = object("leg", "A leg of the itinerary", {
  kind: choice("open: a flight without a date; surface: no flight", ["flight", "open", "surface"]),
  carrier: text("Who sells the flight", 3),
  operating_carrier: text("Who flies it", 3),
  number: text("Without leading zeroes", 8),
  from: airport("Where it begins"),
  from_country: country("Where it begins"),
  to: airport("Where it ends"),
  to_country: country("Where it ends"),
  class: text("Booking class", 2),
  status: text("As sent: HK confirmed and so on", 3),
  hours_to_next: whole("Hours on the ground before the next leg"),
});

const payment = object("payment", "A payment of the traveller's tickets", {
  method: choice("How it was paid", ["cash", "card", "other"]),
  form: text("As sent: CA, CC, MS and so on", 3),
  amount: amount("In the currency of the ticket"),
  other_payer: yesNo("Another person pays"),
});

const contact = object("contact", "A contact of the traveller or the booking", {
  kind: choice("What it is", ["phone", "email", "fax", "address", "other"]),
  value: text("As sent; of telephone and fax numbers the digits alone", 120),
});

/**
 * All that a profile can see of one traveller. What may not decide who is looked at is not here, so no
 * profile can use it: names and places of birth, sex, meals, health and other requests for service, free
 * text (Directive (EU) 2016/681, article 6(4); ICAO Annex 9, chapter 9).
 */
export const vocabulary = {
  traveller: object("traveller", "Who travels", {
    role: choice("What they are on this flight", [
      "passenger",
      "crew",
      "transit-passenger",
      "transit-crew",
      "other",
    ]),
    type: choice("As the booking has them", ["adult", "child", "infant", "group"]),
    age: whole("Full years on the day of the flight"),
    nationality: country("Nationality"),
    residence: country("Where they live"),
    verified: yesNo("The carrier saw the document"),
    frequent_flyer: yesNo("A frequent flyer's number is given"),
  }),
  flight: object("flight", "The flight that the message is about", {
    carrier: text("IATA or ICAO designator; as sent where it is none", 20),
    number: text("Without leading zeroes", 8),
    from: airport("The last departure before the border"),
    from_country: country("The last departure before the border"),
    to: airport("The arrival"),
    to_country: country("The arrival"),
    departure_hour: whole("Local, 0 to 23"),
    arrival_hour: whole("Local, 0 to 23"),
    arrival_weekday: whole("Local, Monday 1 to Sunday 7"),
  }),
  documents: list("The travel documents", 20, document),
  booking: object("booking", "The booking (PNR)", {
    travellers: whole("How many travel on it"),
    split: yesNo("It was split from or into another"),
    hotel: yesNo("It has a hotel"),
    car: yesNo("It has a car"),
    changes: whole("Entries of its history"),
    flights_added: whole("By its history"),
    flights_cancelled: whole("By its history"),
    names_added: whole("By its history"),
    names_cancelled: whole("By its history"),
  }),
  itinerary: list("The legs of the booking in their order", 30, leg),
  route: object("route", "The itinerary as a whole", {
    legs: whole("Flights of it"),
    one_way: yesNo("It does not end in the country where it begins"),
    first_country: country("Where it begins"),
    last_country: country("Where it ends"),
    countries: list("Those at which it calls, each once", 40, { type: "string", most: 3 }),
    stay_hours: whole("Hours from this flight's arrival to the next leg that leaves the country"),
  }),
  bags: object("bags", "Checked baggage", {
    pieces: whole("The highest number that any part of the message states"),
    weight_kg: whole("As pieces"),
    tags: whole("Bag tags issued"),
    pooled: yesNo("Checked in with another traveller's"),
    destinations: list("Airports on the tags, each once", 20, { type: "string", most: 5 }),
  }),
  payments: list("The payments of the tickets", 20, payment),
  agency: object("agency", "Who made the booking", {
    type: text("As sent: T travel agent, A airline", 3),
    number: text("IATA number", 12),
    office: text("Its office in the reservation system", 20),
    city: airport("Its city"),
    country: country("Its country"),
  }),
  contacts: list("The contacts of traveller and booking", 40, contact),
  timing: object("timing", "Full hours until the departure of the flight", {
    hours_booked: whole("From when the booking was made"),
    hours_ticketed: whole("From when the ticket was issued"),
    hours_changed: whole("From when the booking was last changed"),
  }),
  party: object("party", "Those who travel on the same booking, the traveller counted", {
    size: whole("Persons"),
    adults: whole("Persons of 18 years or more, or booked as adults"),
    children: whole("Persons of 2 to 17 years, or booked as children"),
    infants: whole("Persons under 2 years, or booked as infants"),
    nationalities: list("Each once", 20, { type: "string", most: 3 }),
  }),
  changes: object("changes", "What differs from the push before; missing on the first", {
    itinerary: yesNo("Another flight, place or date"),
    documents: yesNo("Another document"),
    contacts: yesNo("Another contact"),
    payments: yesNo("Another payment"),
    agency: yesNo("Another agency"),
    travellers_added: whole("To the booking"),
    travellers_removed: whole("From the booking"),
  }),
  history: object("history", "Earlier journeys that the Member still may hold", {
    journeys: whole("Journeys held"),
    journeys_past_year: whole("Journeys of the 365 days before"),
    days_since_last: whole("Days from the last one to this flight"),
    countries: list("Countries from which they came, each once", 60, { type: "string", most: 3 }),
    flags: whole("Journeys with a flag that was neither dismissed nor withdrawn"),
    confirmed: whole("Flags that a check at the border confirmed"),
  }),
} as const satisfies { readonly [variable: string]: Described };

export type Variable = keyof typeof vocabulary;

/** What is known of one traveller, by variable; a variable of which nothing is known is left out. */
export type Facts = {
  readonly [variable in Variable]?: ValueOf<(typeof vocabulary)[variable]> | undefined;
};

export const variables = Object.keys(vocabulary) as Variable[];
