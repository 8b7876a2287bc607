import type { NoticeHeader } from "@talanoa/contract/generated/talanoa.ts";
import { EXCHANGE, subjects } from "@talanoa/contract/subjects.ts";
import type { Bus } from "@talanoa/platform/bus/connection.ts";
import { lifeMessage, readStandingLife } from "@talanoa/platform/bus/notice-life.ts";
import { recordOf } from "@talanoa/platform/bus/record-message.ts";
import { readMessage } from "@talanoa/platform/bus/standing.ts";
import type { Outgoing } from "@talanoa/platform/bus/unit.ts";
import { HubError, invalid, refusal } from "@talanoa/platform/errors.ts";
import type { LifeRefusal } from "@talanoa/sharing/lifecycle/life.ts";
import { brokenBySuccession } from "@talanoa/sharing/notice/succession.ts";
import { violationOf } from "@talanoa/sharing/notice/violation.ts";
import { refusedByLife } from "./refused-by-life.ts";

/**
 * Checks that a later version may follow upon what stands. Gives the message that writes it down in the
 * notice's life: to be stored together with it, so that of two that follow upon one, one is refused.
 * Throws HubError, `unavailable` when the broker does not answer.
 */
export async function checkSuccession(bus: Bus, header: NoticeHeader): Promise<Outgoing> {
  const { origin, id, version, previousDigest, kind, exercise } = header;
  const before = { origin, id, version: version - 1 };
  const [standing, life] = await Promise.all([
    readMessage(bus, EXCHANGE, { last_by_subj: subjects.noticeAnyPrecedence(before) }),
    readStandingLife(bus, before),
  ]);
  const record = standing && recordOf(standing);
  const accepted = record?.facts?.accepted;
  if (!accepted) throw invalid([violation("version", "version-next")]);
  const step = lifeMessage(life, { type: "accepted", version }, before);
  if (typeof step === "string") throw refused(step);
  if (!step) throw new HubError("internal", "a later version has no step of its own");
  const violations = [
    ...(Buffer.compare(accepted.digest, previousDigest) === 0
      ? []
      : [violation("previous_digest", "previous-of-version")]),
    ...(accepted.kind === kind ? [] : [violation("kind", "kind-kept")]),
    ...(record.exercise === exercise ? [] : [violation("exercise", "exercise-kept")]),
    ...brokenBySuccession(accepted, header),
  ];
  if (violations.length > 0) throw invalid(violations);
  return step;
}

function refused(rule: LifeRefusal): HubError {
  if (rule === "notice-exists") {
    return refusal("already-exists", violation("id", "notice-exists"));
  }
  if (rule === "version-next") return invalid([violation("version", "version-next")]);
  return refusedByLife(rule);
}

const violation = violationOf({
  "version-next":
    "Publish the versions of a notice one after the other: the one before must stand.",
  "previous-of-version": "Name the digest of the header of the version before, as it stands.",
  "kind-kept": "Keep the kind of the version before, or make a new notice.",
  "exercise-kept": "Keep what the version before says: whether it is an exercise.",
  "notice-exists":
    "Make a new notice, with an id of its own: another one stands under this id and version.",
});
