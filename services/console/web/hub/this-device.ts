import { signal } from "@preact/signals";
import type { DeviceKey } from "./device-key.ts";
import { tellWindows } from "./windows.ts";

/** The key by which who is signed in signs on this device; null when there is none yet. */
export const thisDevice = signal<DeviceKey | null>(null);

/** A principal's key on this device is another one now, or gone: here, and in the other windows. */
export function changeThisDevice(principal: string, key: DeviceKey | null): void {
  thisDevice.value = key;
  tellWindows({ keyOf: principal });
}
