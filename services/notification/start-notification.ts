import { databaseAccess } from "@talanoa/platform/database/access.ts";
import { Bell } from "@talanoa/platform/bell.ts";
import { openDatabase } from "@talanoa/platform/database/database.ts";
import type { Offer, Shell } from "@talanoa/platform/run-service.ts";
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
import type { Ways } from "./send/way.ts";
import { migrations } from "./tables/migrations.ts";
import type { NotificationTables } from "./tables/tables.ts";

/** Opens what the service works with, and its doors. */
export async function startNotification(shell: Shell<NotificationSettings>): Promise<Offer> {
  const { notification, pool } = await openNotification(shell);
  observeNotification(shell.gauges, notification, pool);
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
  const ways = waysOf(settings);
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
  const notification = {
    bus,
    db,
    directory,
    log,
    key,
    ways,
    // Nothing is sent without one.
    console: settings.TALANOA_CONSOLE_URL ?? "",
    gather: settings.TALANOA_NOTIFICATION_GATHER_SECONDS * 1_000,
    lapsesDays: settings.TALANOA_NOTIFICATION_DAYS,
    bell: new Bell(),
  };
  return { notification, pool };
}

function waysOf(settings: NotificationSettings): Ways {
  const access = mailAccess(settings);
  return { ...(access && { mail: mailWay(access) }) };
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
