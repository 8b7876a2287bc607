import type { SubRegion } from "@talanoa/sharing/codes/sub-regions.ts";

/** A participant of the demo, as public sources name it. */
export interface DemoMember {
  /** ISO 3166 alpha-2; OCO for the Secretariat. */
  readonly id: string;
  readonly name: string;
  readonly administration: string;
  /** None for the Secretariat. */
  readonly subRegion: SubRegion | null;
  /** IANA names, the main one first. */
  readonly timeZones: readonly string[];
  /** Of the capital, to about one kilometre. */
  readonly latitude: number;
  readonly longitude: number;
  /** Of a partner organisation: the Member that answers for it. */
  readonly sponsor?: string;
  /** First day of the membership, where public sources tell it; otherwise open. */
  readonly memberSince?: string;
}

/**
 * The 24 current Members of the Oceania Customs Organisation, by code. Norfolk Island, which the
 * Australian Border Force serves since 2016, is no longer one. Of Tokelau's membership the month
 * is known: it was admitted by the annual conference of May 2025.
 */
export const members: readonly DemoMember[] = [
  {
    id: "AS",
    name: "American Samoa",
    administration: "Customs Division, Department of Treasury, American Samoa Government",
    subRegion: "polynesia",
    timeZones: ["Pacific/Pago_Pago"],
    latitude: -14.276,
    longitude: -170.69,
  },
  {
    id: "AU",
    name: "Australia",
    administration: "Australian Border Force",
    subRegion: "australia-new-zealand",
    timeZones: [
      "Australia/Sydney",
      "Australia/Lord_Howe",
      "Australia/Hobart",
      "Australia/Melbourne",
      "Australia/Broken_Hill",
      "Australia/Brisbane",
      "Australia/Lindeman",
      "Australia/Adelaide",
      "Australia/Darwin",
      "Australia/Perth",
      "Australia/Eucla",
    ],
    latitude: -35.282,
    longitude: 149.129,
  },
  {
    id: "CK",
    name: "Cook Islands",
    administration: "Cook Islands Customs Service",
    subRegion: "polynesia",
    timeZones: ["Pacific/Rarotonga"],
    latitude: -21.207,
    longitude: -159.775,
  },
  {
    id: "FJ",
    name: "Fiji",
    administration: "Fiji Revenue and Customs Service",
    subRegion: "melanesia",
    timeZones: ["Pacific/Fiji"],
    latitude: -18.141,
    longitude: 178.442,
  },
  {
    id: "FM",
    name: "Federated States of Micronesia",
    administration:
      "Division of Customs and Tax Administration, FSM Department of Finance and Administration",
    subRegion: "micronesia",
    timeZones: ["Pacific/Pohnpei", "Pacific/Chuuk", "Pacific/Kosrae"],
    latitude: 6.917,
    longitude: 158.158,
  },
  {
    id: "GU",
    name: "Guam",
    administration: "Guam Customs and Quarantine Agency",
    subRegion: "micronesia",
    timeZones: ["Pacific/Guam"],
    latitude: 13.475,
    longitude: 144.75,
  },
  {
    id: "KI",
    name: "Kiribati",
    administration: "Kiribati Customs Administration and Enforcement",
    subRegion: "micronesia",
    timeZones: ["Pacific/Tarawa", "Pacific/Kanton", "Pacific/Kiritimati"],
    latitude: 1.33,
    longitude: 172.979,
  },
  {
    id: "MH",
    name: "Marshall Islands",
    administration:
      "Division of Customs, Treasury, Revenue and Taxation, Ministry of Finance, Banking and Postal Services",
    subRegion: "micronesia",
    timeZones: ["Pacific/Majuro", "Pacific/Kwajalein"],
    latitude: 7.102,
    longitude: 171.38,
  },
  {
    id: "MP",
    name: "Northern Mariana Islands",
    administration: "Division of Customs and Biosecurity, CNMI Department of Finance",
    subRegion: "micronesia",
    timeZones: ["Pacific/Saipan"],
    latitude: 15.2,
    longitude: 145.745,
  },
  {
    id: "NC",
    name: "New Caledonia",
    administration: "New Caledonia Customs",
    subRegion: "melanesia",
    timeZones: ["Pacific/Noumea"],
    latitude: -22.276,
    longitude: 166.458,
  },
  {
    id: "NR",
    name: "Nauru",
    administration: "Nauru Customs Service",
    subRegion: "micronesia",
    timeZones: ["Pacific/Nauru"],
    latitude: -0.547,
    longitude: 166.917,
  },
  {
    id: "NU",
    name: "Niue",
    administration: "Niue Customs",
    subRegion: "polynesia",
    timeZones: ["Pacific/Niue"],
    latitude: -19.055,
    longitude: -169.918,
  },
  {
    id: "NZ",
    name: "New Zealand",
    administration: "New Zealand Customs Service",
    subRegion: "australia-new-zealand",
    timeZones: ["Pacific/Auckland", "Pacific/Chatham"],
    latitude: -41.289,
    longitude: 174.777,
  },
  {
    id: "PF",
    name: "French Polynesia",
    administration: "French Polynesia Customs",
    subRegion: "polynesia",
    timeZones: ["Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier"],
    latitude: -17.537,
    longitude: -149.569,
  },
  {
    id: "PG",
    name: "Papua New Guinea",
    administration: "Papua New Guinea Customs Service",
    subRegion: "melanesia",
    timeZones: ["Pacific/Port_Moresby", "Pacific/Bougainville"],
    latitude: -9.479,
    longitude: 147.149,
  },
  {
    id: "PW",
    name: "Palau",
    administration: "Bureau of Customs and Border Protection",
    subRegion: "micronesia",
    timeZones: ["Pacific/Palau"],
    latitude: 7.5,
    longitude: 134.624,
  },
  {
    id: "SB",
    name: "Solomon Islands",
    administration: "Solomon Islands Customs and Excise Division, Ministry of Finance and Treasury",
    subRegion: "melanesia",
    timeZones: ["Pacific/Guadalcanal"],
    latitude: -9.432,
    longitude: 159.956,
  },
  {
    id: "TK",
    name: "Tokelau",
    administration: "Tokelau Customs",
    subRegion: "polynesia",
    timeZones: ["Pacific/Fakaofo"],
    latitude: -9.38,
    longitude: -171.25,
    memberSince: "2025-05-01",
  },
  {
    id: "TL",
    name: "Timor-Leste",
    administration: "Customs Authority",
    subRegion: "other",
    timeZones: ["Asia/Dili"],
    latitude: -8.556,
    longitude: 125.574,
  },
  {
    id: "TO",
    name: "Tonga",
    administration: "Ministry of Revenue and Customs",
    subRegion: "polynesia",
    timeZones: ["Pacific/Tongatapu"],
    latitude: -21.136,
    longitude: -175.202,
  },
  {
    id: "TV",
    name: "Tuvalu",
    administration: "Customs Revenue and Border Protection Department",
    subRegion: "polynesia",
    timeZones: ["Pacific/Funafuti"],
    latitude: -8.52,
    longitude: 179.198,
  },
  {
    id: "VU",
    name: "Vanuatu",
    administration: "Department of Customs and Inland Revenue",
    subRegion: "melanesia",
    timeZones: ["Pacific/Efate"],
    latitude: -17.742,
    longitude: 168.316,
  },
  {
    id: "WF",
    name: "Wallis and Futuna",
    administration: "Wallis and Futuna Customs",
    subRegion: "polynesia",
    timeZones: ["Pacific/Wallis"],
    latitude: -13.282,
    longitude: -176.174,
  },
  {
    id: "WS",
    name: "Samoa",
    administration: "Ministry of Customs and Revenue",
    subRegion: "polynesia",
    timeZones: ["Pacific/Apia"],
    latitude: -13.834,
    longitude: -171.765,
  },
];

/** The Secretariat, at Suva. */
export const secretariat: DemoMember = {
  id: "OCO",
  name: "Oceania Customs Organisation",
  administration: "Secretariat of the Oceania Customs Organisation",
  subRegion: null,
  timeZones: ["Pacific/Fiji"],
  latitude: -18.141,
  longitude: 178.442,
};

/** All participants of the demo: the Members by code, and the Secretariat last. */
export const participants: readonly DemoMember[] = [...members, secretariat];

/**
 * A partner organisation for exercises: as all partners it gets nothing but through a joint operation in
 * which a sponsor answers for it, or by consent.
 */
export const exercisePartner: DemoMember = {
  id: "EXPARTNER",
  name: "Exercise partner organisation",
  administration: "Exercise partner organisation",
  subRegion: null,
  timeZones: ["Pacific/Fiji"],
  latitude: -18.141,
  longitude: 178.442,
  sponsor: "FJ",
};

/** The Members whose screening has a key of its own, which signs risk flags only. */
export const screeningMembers: readonly string[] = ["FJ", "NZ", "TO"];
