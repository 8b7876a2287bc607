import type { Session } from "./session.ts";
export async function openSession(): Promise<Session | null> {
  return null;
}
