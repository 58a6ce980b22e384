/** A signed settlement as text that travels between two people by whatever means they like. */

export interface OfferText {
  readonly dealId: `0x${string}`;
  readonly depositOnly: boolean;
  readonly sellerBps: number;
  readonly deadline: number;
  readonly signature: `0x${string}`;
}

export function writeOffer(offer: OfferText): string {
  return JSON.stringify({ format: "agora/settlement", ...offer });
}

export type ReadOffer = { readonly offer: OfferText } | { readonly problem: string };

export function readOffer(text: string, dealId: string): ReadOffer {
  let given: Partial<OfferText> & { format?: string };
  try {
    given = JSON.parse(text) as typeof given;
  } catch {
    return { problem: "This is not a signed offer. Paste all of it." };
  }
  if (given.format !== "agora/settlement") return { problem: "This is not a signed offer." };
  if (given.dealId?.toLowerCase() !== dealId.toLowerCase()) return { problem: "This offer is about another deal." };
  const { sellerBps, deadline, signature } = given;
  const sound =
    Number.isInteger(sellerBps) &&
    Number(sellerBps) >= 0 &&
    Number(sellerBps) <= 10_000 &&
    Number.isInteger(deadline) &&
    /^0x([0-9a-f]{2})+$/i.test(signature ?? "");
  return sound ? { offer: given as OfferText } : { problem: "Something in this offer is missing or wrong." };
}
