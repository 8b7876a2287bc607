import type { Payment, Traveller } from "../../model/traveller.ts";
import type { Facts } from "../vocabulary.ts";

/** Forms of payment (PADIS 9888); all others are neither. */
const methods: { readonly [form: string]: "cash" | "card" | undefined } = {
  CA: "cash",
  CC: "card",
  DC: "card",
};

/** Undefined where the message has no payment. */
export function paymentFacts({ tickets }: Traveller): Facts["payments"] {
  const payments = tickets.flatMap(({ payments }) => payments);
  return payments.length === 0 ? undefined : payments.map(paymentOf);
}

function paymentOf({ form, amount, payer }: Payment) {
  return {
    method: methods[form] ?? ("other" as const),
    form: form || undefined,
    amount: amount && /^\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : undefined,
    other_payer: payer !== undefined,
  };
}
