import { LocationProvider } from "preact-iso";
import { useEffect } from "preact/hooks";
import { Faults } from "./faults.tsx";
import { Gate } from "./gate.tsx";
import { followLink } from "./link.ts";
import type { Session } from "./session.ts";
import { Shell } from "./shell.tsx";

/** The console. `openSession` gives null when nobody is signed in. */
export function App({ openSession }: { readonly openSession: () => Promise<Session | null> }) {
  useEffect(followLink, []);
  return (
    <Faults>
      <Gate openSession={openSession}>
        <LocationProvider>
          <Shell />
        </LocationProvider>
      </Gate>
    </Faults>
  );
}
