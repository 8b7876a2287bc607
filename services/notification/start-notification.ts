import { databaseAccess } from "@talanoa/platform/database/access.ts";
import { Bell } from "@talanoa/platform/bell.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import { retryUntil } from "@talanoa/platform/database/retry.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
import { readCertificates } from "@talanoa/platform/setting-file.ts";
import { readSettingKey } from "@talanoa/platform/setting-key.ts";
import type { Pool } from "pg";
import { doorsOf } from "./choose/doors.ts";
import { mailAccess, type NotificationSettings } from "./config.ts";
import { caughtUp, keepFollowing } from "./follow/keep-following.ts";
import { keepForgetting } from "./keep-forgetting.ts";
import type { Notification } from "./notification.ts";
import { observeNotification } from "./observe-notification.ts";
import { keepSending } from "./send/keep-sending.ts";
import { mailWay } from "./send/mail.ts";
import { type PushKey, keptPushKey } from "./send/push-key.ts";
import { pushWay } from "./send/push.ts";
import type { Ways } from "./send/way.ts";
import { migrations } from "./tables/migrations.ts";
import type { NotificationTables } from "./tables/tables.ts";

/** Opens what the service works with, and its doors. */
export async function startNotification(shell: Shell<NotificationSettings>): Promise<Offer> {
  const { notification, pool } = await openNotification(shell);
  observeNotification(shell.gauges, notification, pool, shell.settings.TALANOA_POSTGRES_STANDBYS);
  beginLoops(shell, notification);
  return { methods: doorsOf(notification, shell.callRate) };
}

async function openNotification({
  settings,
  bus,
  directory,
  log,
  stopping,
  resources,
}: Shell<NotificationSettings>): Promise<{
  readonly notification: Notification;
  readonly pool: Pool;
}> {
  const key = readSettingKey(
    "TALANOA_NOTIFICATION_KEY_FILE",
    settings.TALANOA_NOTIFICATION_KEY_FILE,
  );
  const { db, pool } = resources.use(
    await openDatabase<NotificationTables>({
      ...databaseAccess(settings),
      name: "notification",
      migrations,
      signal: stopping,
      onTrouble: (error) =>
        log.warn({ err: error }, "a connection to the database was lost or refused"),
    }),
  );
  const pushKey = await retryUntil(() => keptPushKey(db, key), stopping);
  const ways = waysOf(settings, pushKey);
  const notification = {
    bus,
    db,
    directory,
    log,
    key,
    ways,
    pushKey: ways.push ? pushKey.publicKey : "",
    pushServices: settings.TALANOA_PUSH_SERVICES,
    // Nothing is sent without one.
    console: settings.TALANOA_CONSOLE_URL ?? "",
    gather: settings.TALANOA_NOTIFICATION_GATHER_SECONDS * 1_000,
    lapsesDays: settings.TALANOA_NOTIFICATION_DAYS,
    bell: new Bell(),
  };
  return { notification, pool };
}

function waysOf(settings: NotificationSettings, key: PushKey): Ways {
  const access = mailAccess(settings);
  const {
    TALANOA_PUSH_SERVICES: services,
    TALANOA_PUSH_CA_FILE: caFile,
    TALANOA_CONSOLE_URL: contact,
  } = settings;
  const ca = caFile && readCertificates("TALANOA_PUSH_CA_FILE", caFile);
  // A browser has a device subscribe at the console, so without one there is none.
  const isPushed = services.length > 0 && contact !== undefined;
  return {
    ...(access && { mail: mailWay(access) }),
    ...(isPushed && { push: pushWay({ services, contact, key, ...(ca && { ca }) }) }),
  };
}

/** What goes on by itself: one that cannot go on ends the service. */
function beginLoops(
  { resources, fail }: Shell<NotificationSettings>,
  notification: Notification,
): void {
  const ending = new AbortController();
  const { signal } = ending;
  const loops = Promise.all([
    keepFollowing(notification, signal),
    caughtUp(notification, signal).then(() => keepSending(notification, signal)),
    keepForgetting(notification, signal),
  ]).catch((error: unknown) => {
    if (!signal.aborted) fail(error);
  });
  resources.defer(async () => {
    ending.abort();
    await loops;
  });
}
