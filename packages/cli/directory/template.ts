/** A file of entries with every field that there is, for `talanoa directory add`. */
export const entriesTemplate = `# Entries of the directory, for talanoa directory add FILE and talanoa directory change FILE.
# In a change only what is given changes. A day is of UTC; until is the last day; null leaves an end open.

- participant: OCO                 # the Secretariat itself
  name: Oceania Customs Organisation
  type: secretariat
  time_zones: [Pacific/Fiji]

- participant: FJ                  # ISO 3166 alpha-2 of a Member; two to twelve capital letters or digits
  name: Fiji
  administration: Fiji Revenue and Customs Service
  type: member                     # member, secretariat or partner
  sub_region: melanesia            # polynesia, melanesia, micronesia, australia-new-zealand, other; of a Member
  time_zones: [Pacific/Fiji]       # IANA names, the main one first
  latitude: -18.141                # degrees, of the capital
  longitude: 178.442
  membership: [{ from: 1999-01-01 }]   # outside it nothing is sent or received; without any: always
  suspended: false

- participant: REGPOL              # a partner organisation
  name: Regional police office
  type: partner
  sponsor: FJ                      # the Member that answers for it

- key: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo   # Ed25519: PEM, a JWK, or 32 bytes in base64url; in a change its id
  participant: FJ
  kinds: [alert, request]          # signs these alone; without any: all
  from: 2026-01-01                 # from now unless given
  until: 2027-12-31
  suspended: false

- group: BOATS
  name: Small craft
  members: [FJ]                    # who is in it from now on; or rows with their periods:
  # members: [{ participant: FJ, from: 2026-01-01, until: 2026-12-31 }]

- principal: fj-officer-7          # a person or system, by its opaque id: the sub of its tokens
  participant: FJ
  suspended: true

- agreement: FJ-OCO-2026           # lets one send personal or passenger data to the other, one way
  from: FJ
  to: OCO
  data: [personal]
  purposes: [customs-enforcement]
  since: 2026-01-01
  until: 2028-12-31
  title: Exchange of personal data
`;
