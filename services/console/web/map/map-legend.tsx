import { Precedence, Tlp } from "@talanoa/contract/generated/talanoa.ts";
import { inLanguage } from "../words/words.ts";
import { mapWords } from "./map-words.ts";
import { MarkShape } from "./mark-shape.tsx";

const order = [
  Precedence.FLASH,
  Precedence.IMMEDIATE,
  Precedence.PRIORITY,
  Precedence.ROUTINE,
] as const;

/** What forms, letters and lines of the map mean. */
export function MapLegend() {
  const words = inLanguage(mapWords);
  return (
    <details class="map-legend">
      <summary>{words.legend}</summary>
      <ul class="row">
        {order.map((precedence) => (
          <li key={precedence} class="row">
            <MarkShape precedence={precedence} tlp={Tlp.AMBER} />
            {words.shapes[precedence]}
          </li>
        ))}
        {(["vessel", "flight", "other"] as const).map((by) => (
          <li key={by} class="row">
            <svg width="48" height="10" aria-hidden="true" class={`map-route map-route-${by}`}>
              <path d="M2,5H46" />
            </svg>
            {words.carriers[by]}
          </li>
        ))}
      </ul>
      <p>{words.letters}</p>
      <p>{words.onlyCountry}</p>
    </details>
  );
}
