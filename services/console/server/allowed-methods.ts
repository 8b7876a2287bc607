import {
  DirectoryService,
  ExchangeLogService,
  FeedService,
  FlagService,
  IntakeService,
  NotificationService,
  ProfileService,
  RoutingService,
  ScreeningService,
  StatusService,
  TripService,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Role } from "@talanoa/platform/auth/tokens.ts";

const services = {
  DirectoryService,
  ExchangeLogService,
  FeedService,
  FlagService,
  IntakeService,
  NotificationService,
  ProfileService,
  RoutingService,
  ScreeningService,
  StatusService,
  TripService,
  WatchlistService,
};

/** Whose pages call a method, or that no page does. */
type Allowed = readonly Role[] | "no page";

const desk = ["publisher", "liaison"] as const;
const audit = ["auditor"] as const;
const secretariat = ["secretariat"] as const;
const all = [...desk, ...audit, ...secretariat] as const;

/**
 * What the console passes on, by the roles whose pages ask it. The hub decides for itself who may do what; this keeps
 * what no page needs out of reach of whoever gets hold of a page. A new method does not compile without its row.
 */
const allowed = {
  DirectoryService: {
    listEntries: all,
    // Of operations the coordinator's desk.
    changeEntry: [...desk, ...secretariat],
    tryEntry: secretariat,
  },
  ExchangeLogService: {
    query: audit,
    // An originator's desk reads the trail of its own notice.
    trail: [...desk, ...audit],
    stats: audit,
    getCheckpoint: all,
    prove: all,
    records: audit,
    scrub: "no page",
  },
  FeedService: {
    // By /events.
    subscribe: "no page",
    // A browser that is new takes over the name of an old one.
    listSubscriptions: desk,
    dropSubscription: desk,
    listNotices: desk,
    getNotice: desk,
    search: desk,
    findNotices: desk,
    listOverdue: desk,
    listRecalled: desk,
    listQuestions: desk,
  },
  FlagService: { listFlags: desk, decideFlag: desk, listPrecision: desk },
  IntakeService: { publish: desk, state: desk, publishStream: "no page" },
  NotificationService: {
    getNotifications: desk,
    setNotifications: desk,
    setAddress: desk,
    confirmAddress: desk,
    removeAddress: desk,
    addDevice: desk,
    removeDevice: desk,
    testNotifications: desk,
  },
  ProfileService: {
    saveProfile: "no page",
    changeProfile: "no page",
    listProfiles: "no page",
    tryProfile: "no page",
    setCountryGroups: "no page",
    getCountryGroups: "no page",
  },
  RoutingService: { explain: [...desk, ...audit] },
  ScreeningService: { screen: "no page", getFigures: "no page" },
  StatusService: { getStatus: secretariat },
  TripService: {
    listTrips: "no page",
    askIdentity: "no page",
    listIdentityRequests: "no page",
    grantIdentity: "no page",
  },
  WatchlistService: {
    importWatchlist: "no page",
    listWatchlists: "no page",
    removeWatchlist: "no page",
  },
} satisfies {
  readonly [Service in keyof typeof services]: {
    readonly [Method in keyof (typeof services)[Service]]: Allowed;
  };
};

const rows: readonly (readonly [path: string, allowed: Allowed])[] = Object.entries(
  services,
).flatMap(([service, methods]) => {
  const its: { readonly [method: string]: Allowed } = allowed[service as keyof typeof allowed];
  return Object.entries(methods).map(([method, { path }]) => [path, its[method]!] as const);
});

/** All methods that have a row, by their paths. */
export const namedMethods: readonly string[] = rows.map(([path]) => path);

/** The methods that are passed on, by their path (`/talanoa.v1.FeedService/GetNotice`), with the roles that may ask. */
export const allowedMethods: ReadonlyMap<string, readonly Role[]> = new Map(
  rows.flatMap(([path, roles]) => (roles === "no page" ? [] : [[path, roles] as const])),
);
