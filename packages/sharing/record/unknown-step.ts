/** The step of a record that this version does not know, or that could not be read. */
export const UNKNOWN_STEP = "unknown";
