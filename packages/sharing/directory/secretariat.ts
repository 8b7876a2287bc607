/** The Secretariat, which sees the whole directory and keeps it. */
export const SECRETARIAT = "OCO";
