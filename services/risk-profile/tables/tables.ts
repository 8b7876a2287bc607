/** What the database of the screening holds. Whatever is about a traveller is sealed (keys/sealed.ts). */
export interface ScreeningTables {
  /** Every transmission that was screened, by its digest alone. */
  transmission: {
    participant: string;
    digest: Buffer;
    /** Unix ms. */
    screened_at: number;
  };
  /** What of it is held, for hours. */
  held_transmission: {
    participant: string;
    digest: Buffer;
    slot: string;
    /** A ScreenedTransmission. */
    answer: Buffer;
    /** Its messages as they were read: JSON of PassengerMessage[], compressed. */
    messages: Buffer;
  };
  /** A traveller on a flight. */
  trip: {
    participant: string;
    /** Keyed hash of the flight and who travels: the same trip told again is one row. */
    trip: Buffer;
    /** Keyed hashes of who travels and of flight and PNR, where the message tells them. */
    person: Buffer | null;
    booking: Buffer | null;
    /** Of the key of these hashes; null once they are depersonalised with it. */
    link_slot: string | null;
    /** When it was first and last told, Unix ms. */
    first_told_at: number;
    told_at: number;
    slot: string;
    /** JSON of TripFacts. */
    facts: Buffer;
    identity_slot: string | null;
    /** JSON of a Traveller; null once it has been depersonalised. */
    identity: Buffer | null;
  };
}
