/** What keeps Talanoa from being set up, in words for the person at the terminal. */
export class SetupError extends Error {}
