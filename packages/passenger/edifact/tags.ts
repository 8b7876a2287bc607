/** Tags that the guides of PAXLST and PNRGOV know, and those of the envelope. */
const tags = new Set(
  (
    "UNA UNB UNG UNH UNT UNE UNZ " +
    "ATT AUT BGM CNT COM CPI CTA DOC DTM EMP FTX GEI GID GIR GIS LOC MEA NAD NAT PDT QTY RFF TDT " +
    "ABI ADD APD DAT EBD EQN ERC FAR FOP FTI IFT LTS MON MSG ORG PTK RCI REF RPI SAC SRC SSD SSR " +
    "TBD TIF TKT TRA TRI TVL TXD"
  ).split(" "),
);

/**
 * What an issue may call a segment: its tag, or nothing where none knows it. Where text was torn apart, what
 * stands in a tag's place may be part of a name.
 */
export function namedTag(tag: string): string {
  return tags.has(tag) ? tag : "";
}
