import { join } from "node:path";
import {
  FlagService,
  ProfileService,
  ScreeningService,
  TripService,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { streaming, type Unary, unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import type { ScreeningSettings } from "./config.ts";
import { orUnavailable } from "./database-away.ts";
import { watchDropFolder } from "./drop/drop-folder.ts";
import { decideFlag } from "./flags/decide-flag.ts";
import { listFlags } from "./flags/list-flags.ts";
import { Bell, keepSending } from "./flags/send-notices.ts";
import { sendersIn } from "./flags/senders.ts";
import { checkDatabase } from "./keys/check-database.ts";
import { openKeyFiles } from "./keys/key-files.ts";
import { importWatchlist } from "./lists/import-watchlist.ts";
import { loadLists } from "./lists/list-rows.ts";
import { listWatchlists } from "./lists/list-watchlists.ts";
import { Lists } from "./lists/lists.ts";
import { OneAtATime } from "./lists/one-at-a-time.ts";
import { removeWatchlist } from "./lists/remove-watchlist.ts";
import { followOutcomes } from "./outcomes/follow-outcomes.ts";
import { getFigures } from "./outcomes/get-figures.ts";
import { listPrecision } from "./outcomes/list-precision.ts";
import { ActiveProfiles } from "./profiles/active-profiles.ts";
import { changeProfile } from "./profiles/change-profile.ts";
import { getCountryGroups, setCountryGroups } from "./profiles/country-groups.ts";
import { listProfiles } from "./profiles/list-profiles.ts";
import { saveProfile } from "./profiles/save-profile.ts";
import { tryProfile } from "./profiles/try-profile.ts";
import { screen } from "./screen/screen.ts";
import { roomFor } from "./screen/room.ts";
import type { Screening } from "./screening.ts";
import { askIdentity, grantIdentity } from "./trips/identity-requests.ts";
import { listIdentityRequests } from "./trips/list-identity-requests.ts";
import { listTrips } from "./trips/list-trips.ts";
import { keepSweeping } from "./sweep/keep-sweeping.ts";
import { migrations } from "./tables/migrations.ts";
import type { ScreeningTables } from "./tables/tables.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Opens what the screening works with, and its doors; `now` is the clock by which things are due (Unix ms). */
export async function startScreening(
  {
    settings,
    bus,
    committer,
    directory,
    callRate,
    resources,
    stopping,
    log,
    fail,
  }: Shell<ScreeningSettings>,
  now: () => number,
): Promise<Offer> {
  const { db } = resources.use(
    await openDatabase<ScreeningTables>({
      url: settings.TALANOA_POSTGRES_URL,
      name: "risk-profile",
      migrations,
      signal: stopping,
      onTrouble: (error) => log.warn({ err: error }, "a connection to the database was lost"),
    }),
  );
  await checkDatabase({ db }, settings.TALANOA_DATA_DIR);
  const bell = new Bell();
  const profiles = new ActiveProfiles();
  await profiles.load({ db }, log);
  const screening: Screening = {
    committer,
    db,
    keys: await openKeyFiles(join(settings.TALANOA_DATA_DIR, "keys")),
    directory: () => directory.latest(),
    now,
    callRate,
    lifetimes: {
      held: settings.TALANOA_RAW_HOURS * HOUR,
      waiting: Math.min(settings.TALANOA_PARTS_MINUTES * MINUTE, settings.TALANOA_RAW_HOURS * HOUR),
      flag: settings.TALANOA_FLAG_DAYS * DAY,
      identity: settings.TALANOA_IDENTITY_DAYS * DAY,
      history: settings.TALANOA_HISTORY_DAYS * DAY,
    },
    lists: new Lists(),
    profiles,
    loadProfiles: (participant) => profiles.load({ db }, log, participant),
    profileChanges: new OneAtATime(),
    listChanges: new OneAtATime(),
    partsInTurn: new OneAtATime(),
    senders: sendersIn(settings.TALANOA_SCREENING_DIR, log),
    sendSoon: () => bell.ring(),
    transmissionBytes: settings.TALANOA_TRANSMISSION_BYTES,
    room: roomFor(settings.TALANOA_TRANSMISSIONS_BYTES),
  };
  await loadLists(screening, screening.lists, log);
  const ending = new AbortController();
  const { signal } = ending;
  const every = settings.TALANOA_SWEEP_SECONDS * 1_000;
  const loops = Promise.all([
    keepSweeping(screening, { every, log, signal }),
    keepSending(screening, { bell, log, signal }),
    followOutcomes({ bus, db }, signal),
    ...(settings.TALANOA_DROP_DIR
      ? [watchDropFolder(screening, { folder: settings.TALANOA_DROP_DIR, log, signal })]
      : []),
  ]).catch((error: unknown) => {
    if (!signal.aborted) fail(error);
  });
  resources.defer(async () => {
    ending.abort();
    await loops;
  });
  const door = <Request, Response>(
    method: Method<Request, Response>,
    answer: Unary<Request, Response>,
  ) => unary(method, paced(callRate, orUnavailable(answer)));
  return {
    methods: [
      streaming(ScreeningService.screen, orUnavailable(screen(screening))),
      streaming(WatchlistService.importWatchlist, orUnavailable(importWatchlist(screening))),
      door(WatchlistService.listWatchlists, listWatchlists(screening)),
      door(WatchlistService.removeWatchlist, removeWatchlist(screening)),
      door(ProfileService.saveProfile, saveProfile(screening)),
      door(ProfileService.changeProfile, changeProfile(screening)),
      door(ProfileService.listProfiles, listProfiles(screening)),
      door(ProfileService.tryProfile, tryProfile(screening)),
      door(ProfileService.setCountryGroups, setCountryGroups(screening)),
      door(ProfileService.getCountryGroups, getCountryGroups(screening)),
      door(TripService.listTrips, listTrips(screening)),
      door(TripService.askIdentity, askIdentity(screening)),
      door(TripService.grantIdentity, grantIdentity(screening)),
      door(TripService.listIdentityRequests, listIdentityRequests(screening)),
      door(ScreeningService.getFigures, getFigures(screening)),
      door(FlagService.listFlags, listFlags(screening)),
      door(FlagService.listPrecision, listPrecision(screening)),
      door(FlagService.decideFlag, decideFlag(screening)),
    ],
  };
}
