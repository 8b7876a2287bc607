import type { Segment } from "../edifact/segment.ts";
import type { Draft } from "../model/draft.ts";
import type { Payment, Ticket } from "../model/traveller.ts";
import type { Withheld } from "../privacy/withheld.ts";

/** TKT: a ticket's number, its type and how many booklets it has. */
export function readTicket(segment: Segment): Draft<Ticket> {
  const booklets = segment.at(1, 3);
  return {
    number: segment.at(1),
    type: segment.at(1, 2),
    ...(booklets && { booklets }),
    amounts: [],
    payments: [],
  };
}

/** MON: what a ticket costs. */
export function takeAmounts(ticket: Draft<Ticket>, segment: Segment): void {
  for (let element = 1; element <= segment.elements; element++) {
    const amount = segment.at(element, 2);
    if (amount === "") continue;
    const [qualifier, currency] = [segment.at(element), segment.at(element, 3)];
    ticket.amounts.push({ qualifier, amount, currency });
  }
}

const CARDS = new Set(["CC", "DC"]);

/** FOP: how a ticket was paid. Numbers of cards are masked, their codes dropped. */
export function readPayments(segment: Segment, withheld: Withheld): Payment[] {
  const payments: Payment[] = [];
  for (let element = 1; element <= segment.elements; element++) {
    const form = withheld.text(segment.at(element));
    if (form === "") continue;
    const [amount, vendor, expiry] = [3, 4, 6].map((component) => segment.at(element, component));
    const written = segment.at(element, 5);
    const isCard = CARDS.has(form) || written.replace(/\D/g, "").length >= 12;
    const account = isCard ? withheld.account(written) : written;
    for (let i = 7; i <= segment.components(element); i++) {
      if (segment.at(element, i) !== "") withheld.count("card-secret");
    }
    payments.push({
      form,
      ...(amount && { amount }),
      ...(vendor && { vendor }),
      ...(account && { account }),
      ...(expiry && { expiry }),
    });
  }
  return payments;
}

/** IFT 4:43: who pays where it is another person. */
export function takePayer(ticket: Draft<Ticket>, segment: Segment, withheld: Withheld): void {
  const payment = ticket.payments.at(-1);
  if (!payment) return;
  const [name, address, phone] = [2, 3, 4].map((element) =>
    withheld.text(segment.element(element)),
  );
  payment.payer = { name: name!, address: address!, phone: phone! };
}
