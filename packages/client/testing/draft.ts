/** What a person would write for the smallest notice. */
export const sightingDraft = {
  kind: "alert",
  type: "sighting",
  title: "Yacht without lights",
  when: "2025-07-14",
  where: { name: "Suva", unlocode: "FJSUV" },
  narrative: "Left at night.",
  marking: "TLP:GREEN",
};
