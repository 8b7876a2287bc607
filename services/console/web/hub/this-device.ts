import { signal } from "@preact/signals";
import type { DeviceKey } from "./device-key.ts";

/** The key by which who is signed in signs on this device; null when there is none yet. */
export const thisDevice = signal<DeviceKey | null>(null);
