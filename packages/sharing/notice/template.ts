import { Kind } from "@talanoa/contract/generated/talanoa.ts";
import type { KnownKind } from "@talanoa/contract/kinds.ts";

// A line that begins with "# " and a capital is for the reader; any other commented line is a
// field that may be had by taking its "#" away. The tests take all of them away.

const alert = `# An alert: what was found, where and when.
# Filled in: what is required. Take the # from the front of what you also know.

kind: alert
# One of: seizure, interception, suspect-consignment, small-craft, sighting, method, suspect-traveller
type: seizure
title: Cocaine in a container at Suva
# A month (2025-07), a day (2025-07-14) or a time with its offset (2025-07-14T09:30+12:00)
when: 2025-07-14
#when: { start: 2025-07-14, end: 2025-07-16, precision: period }
# A name, a UN/LOCODE, or both with coordinates; a list when there are several
where: FJSUV
#where: { name: Suva, unlocode: FJSUV, country: FJ, latitude: -18.13, longitude: 178.42 }

# What was found: at least one of goods, conveyance and narrative
goods:
  - name: Cocaine
    class: drugs-cocaine
    quantity: 12.5
    unit: kg
#    hs_heading: "2939"
#    approximate: true
#    value: { amount: 2500000, currency: FJD }
#    packaging: Twelve wrapped blocks
#    concealment: { method: container-structure, description: Behind the rear wall }
#    note: Tested on site
#conveyance:
# Mode by UN/ECE Recommendation 19: 1 sea, 3 road, 4 air, 5 mail
#  mode: "1"
#  type: container ship
#  name: Pacific Sample
#  flag: PA
#  imo: "9999993"
#  mmsi: "351000000"
#  call_sign: 3EXX9
#  containers: [ZZZU1234564]
#  flight: FJ911
#  registration: ABC123
#  small_craft: { length: 13, masts: 1, hull_colour: white, sail_colour: blue, description: Sloop, persons_on_board: 2 }
#route: { origin: Callao, departure: Papeete, transit: [Apia], destination: Sydney }
#narrative: { text: How it was found and what it means., follow_up: What happens next. }

#case_reference: FJ-2025-0001
# One of: import, export, transit, internal
#direction: import
#office: Suva Wharf
#detection_method: X-ray after risk assessment
# JPEG, PNG or WebP up to 200 KB; metadata is taken out
#images: [{ file: container.jpg, caption: The rear wall }]
# Personal: goes only to participants with which you have an agreement for the purpose
#persons: [{ name: SAMPLE PERSON, birth_date: 1980-01-02, sex: M, nationality: FJ, document_type: P, document_number: X0000000, role: consignee, note: Not yet interviewed }]
# Of advance passenger data or bookings: withheld like persons
#passengers: [{ reference: FJ-T-0001, name: SAMPLE PERSON, document_type: P, document_number: X0000000, flight: FJ911, flight_date: 2025-07-14, departs: NZAKL, arrives: FJNAN, onward: AUBNE, indicator: Ticket bought for cash on the day }]
# One of: customs-enforcement, serious-crime, border-security, health-safety
#purpose: customs-enforcement
#companies: [{ name: Sample Trading Ltd, registration_number: "0001", country: FJ, role: consignee, note: New importer }]
#source: { description: A tip from the trade, publisher: Customs, address: "https://example.org/report", published: 2025-07-20, reliability: B, credibility: 2 }

# Notices that this one builds upon: ORIGIN/ID/VERSION, shown only to who holds them
#references: [FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1]
# CLEAR, GREEN, AMBER, AMBER+STRICT or RED; with a grade A to F and 1 to 6 of the information
marking: TLP:GREEN
#marking: { tlp: GREEN, reliability: B, credibility: 2 }
# What readers may do with it: no-onward-sharing, not-for-court, protect-source
#handling: [no-onward-sharing, not-for-court]
# No use before, though it is delivered at once; and when an acknowledgement is due
#embargo_until: 2198-01-01
#acknowledge_by: 2198-02-01
# One of: routine, priority, immediate, flash
#precedence: routine
#expires: 2199-01-01
#exercise: false
# CLEAR and GREEN go to all unless you say otherwise; RED needs participants or officers
#audience: { all: true, sub_regions: [polynesia], participants: [TO, WS], officers: [NZ:nz-liaison], groups: [YACHT-CORRIDOR], operations: [NZ-SAMPLE], show: true }
`;

const operation = `# A joint operation: its plan, progress and results.
# Filled in: what is required. Take the # from the front of what you also know.

kind: operation
title: Operation Sample, weeks 30 to 32
operation:
  name: Operation Sample
# Its id in the directory, when it stands there
#  id: NZ-SAMPLE
# One of: announcement, situation-report, closing-report
#  notice: closing-report
# One of: planning, action, closing, closed
  phase: planning
  starts: 2025-07-21
  objective: Check yachts on the western routes.
  participants: [FJ, TO, WS]
#  ends: 2025-08-08
#  coordination_unit: OCO Secretariat
# Offices, never persons
#  contact_points: [{ participant: FJ, office: Maritime Unit Suva, channel: "maritime@example.org" }]
#  results: [{ measure: yachts boarded, quantity: 14, unit: yachts, note: First week }]
#  tasks: { asked: 3, answered: 2 }

#case_reference: OCO-2025-03
#when: 2025-07-01
#where: [FJSUV, Apia]
#goods: [{ name: Cocaine, class: drugs-cocaine, quantity: 0, unit: kg }]
#narrative: What was learned so far.
#images: [{ file: area.png, caption: The area }]
#source: { description: Reports of the participants, reliability: A, credibility: 1 }

# Notices that this one builds upon: ORIGIN/ID/VERSION, shown only to who holds them
#references: [FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1]
# CLEAR, GREEN, AMBER, AMBER+STRICT or RED; with a grade A to F and 1 to 6 of the information
marking: TLP:AMBER
#handling: [no-onward-sharing]
#embargo_until: 2198-01-01
#acknowledge_by: 2198-02-01
#precedence: routine
#expires: 2199-01-01
#exercise: false
# AMBER goes to sub-regions, participants, officers, groups or joint operations, not to all
audience: { participants: [FJ, TO, WS] }
`;

const request = `# A request: what you ask of others, and by when you need the answer.
# Filled in: what is required. Take the # from the front of what you also know.

kind: request
title: Who owns the yacht Pacific Sample
request:
# One of: information, action
  type: information
  text: Who is the registered owner, and when did the yacht last clear with you?
# The last day (2025-07-31) or a time with its offset (2025-07-31T17:00+12:00)
  answer_by: 2199-01-01
# The id of the joint operation whose task it is
#  operation: OP-SAMPLE

#case_reference: FJ-2025-0011
#when: 2025-07-14
#where: [FJSUV, Apia]
#goods: [{ name: Cocaine, class: drugs-cocaine }]
#conveyance: { type: sailing yacht, name: Pacific Sample, flag: PA, mmsi: "351000000" }
#narrative: Why it is asked.
#images: [{ file: yacht.jpg, caption: The yacht }]
# Personal: goes only to participants that the audience names
#persons: [{ name: SAMPLE PERSON, document_type: P, document_number: X0000000, role: skipper }]
#companies: [{ name: Sample Trading Ltd, country: FJ, role: owner }]
#source: { description: A tip from the trade, reliability: B, credibility: 2 }

# CLEAR, GREEN, AMBER, AMBER+STRICT or RED; with a grade A to F and 1 to 6 of the information
marking: TLP:AMBER
#precedence: routine
#expires: 2199-06-01
#exercise: false
# Who is asked: participants, officers or groups that you name
audience: { participants: [TO, WS] }
`;

const reply = `# A reply: the answer to a request that you hold.
# The command talanoa reply NOTICE writes this draft with the request's name and digest.
# Filled in: what is required. Take the # from the front of what you also know.

kind: reply
title: Owner of the yacht Pacific Sample
reply:
# The request's name and the digest of its header, as talanoa show --json gives them
  request: FJ/0198c0de-aaaa-7000-8000-000000000001/1
  request_digest: "0000000000000000000000000000000000000000000000000000000000000000"
# One of: answered, partly, refused, nothing-known
  state: answered
#  text: The owner is Sample Trading Ltd; the yacht cleared on 2 July.

#case_reference: TO-2025-0044
#when: 2025-07-14
#where: [TOTBU, Apia]
#goods: [{ name: Cocaine, class: drugs-cocaine }]
#conveyance: { type: sailing yacht, name: Pacific Sample, flag: PA, mmsi: "351000000" }
#narrative: What is known besides.
#images: [{ file: yacht.jpg, caption: The yacht }]
# Personal: goes only to participants that the audience names
#persons: [{ name: SAMPLE PERSON, document_type: P, document_number: X0000000, role: owner }]
#companies: [{ name: Sample Trading Ltd, country: FJ, role: owner }]
#source: { description: The register, reliability: A, credibility: 1 }

# CLEAR, GREEN, AMBER, AMBER+STRICT or RED; with a grade A to F and 1 to 6 of the information
marking: TLP:AMBER
#precedence: routine
#expires: 2199-01-01
#exercise: false
# Who asked, and whom else you name
audience: { participants: [FJ] }
`;

const riskFlag = `# A risk flag: travellers on a flight who deserve a look.
# Filled in: what is required. Take the # from the front of what you also know.

kind: risk-flag
# Everybody who gets the flag sees it: no names of persons
title: One traveller on ZZ410 to Nadi
risk_flag:
  reference: NZ-RF-0001
  flight: ZZ410
  flight_date: 2198-12-01
# UN/LOCODE, or IATA code of an airport that the hub knows
  departs: NZAKL
  arrives: FJNAN
#  onward: [TOTBU]
  arrives_at: 2198-12-01T12:30+12:00
# A (highest) to D
  grade: B
#  scheme: talanoa
# Of the list in docs/notices.md
  reasons: [route, payment]
# The code of your profile with its version, or watchlist without one
  profile: short-stay
  profile_version: 1
  travellers: 1
# SHA-256 of the message that was screened
  message_digest: "0000000000000000000000000000000000000000000000000000000000000000"
# One of: inspect, interview, observe, information
  measure: inspect
#  withdrawn: false

# Who it is: goes only to participants with which you have an agreement on passenger data
#passengers: [{ name: SAMPLE PERSON, birth_date: 1980-01-02, sex: F, nationality: NZ, document_type: P, document_number: X0000000, seat: 23A, bags: 1, record_locator: SAMPL1 }]
# One of: customs-enforcement, serious-crime, border-security, health-safety
#purpose: border-security
#references: [FJ/0198f2a4-7c1e-7d3a-9b5f-0123456789ab/1]

# AMBER, AMBER+STRICT or RED
marking: TLP:AMBER
#precedence: priority
# Three days after the arrival unless you say otherwise, at most 30 days
#expires: 2198-12-10
#exercise: false
# Members of the itinerary, or officers of them
audience: { participants: [FJ] }
`;

const templates = {
  [Kind.ALERT]: alert,
  [Kind.OPERATION]: operation,
  [Kind.REQUEST]: request,
  [Kind.REPLY]: reply,
  [Kind.RISK_FLAG]: riskFlag,
} as const satisfies { readonly [Each in KnownKind]: string };

/** A commented draft in YAML of a kind, to be filled in. As it stands it is a valid draft. */
export function template(kind: KnownKind): string {
  return templates[kind];
}
