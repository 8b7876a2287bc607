import {
  FlagService,
  ProfileService,
  ScreeningService,
  TripService,
  WatchlistService,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import { type Answered, streaming, type Unary, unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import { orUnavailable } from "@talanoa/platform/database/or-unavailable.ts";
import { decideFlag } from "./flags/decide/decide-flag.ts";
import { listFlags } from "./flags/list-flags.ts";
import { importWatchlist } from "./lists/import-watchlist.ts";
import { listWatchlists } from "./lists/list-watchlists.ts";
import { removeWatchlist } from "./lists/remove-watchlist.ts";
import { getFigures } from "./outcomes/get-figures.ts";
import { listPrecision } from "./outcomes/list-precision.ts";
import { changeProfile } from "./profiles/change-profile.ts";
import { getCountryGroups, setCountryGroups } from "./profiles/country-groups.ts";
import { listProfiles } from "./profiles/list-profiles.ts";
import { saveProfile } from "./profiles/save-profile.ts";
import { tryProfile } from "./profiles/try-profile.ts";
import { screen } from "./screen/screen.ts";
import type { Screening } from "./screening.ts";
import { askIdentity, grantIdentity } from "./trips/identity-requests.ts";
import { listIdentityRequests } from "./trips/list-identity-requests.ts";
import { listTrips } from "./trips/list-trips.ts";

/** What the screening answers. */
export function doorsOf(screening: Screening): Answered[] {
  const door = <Request, Response>(
    method: Method<Request, Response>,
    answer: Unary<Request, Response>,
  ) => unary(method, paced(screening.callRate, orUnavailable(answer)));
  return [
    streaming(ScreeningService.screen, orUnavailable(screen(screening))),
    door(ScreeningService.getFigures, getFigures(screening)),
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
    door(FlagService.listFlags, listFlags(screening)),
    door(FlagService.listPrecision, listPrecision(screening)),
    door(FlagService.decideFlag, decideFlag(screening)),
  ];
}
