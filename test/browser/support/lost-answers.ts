import {
  IntakeService,
  NoticeHeader,
  PublishRequest,
} from "@talanoa/contract/generated/talanoa.ts";
import type { Page, Route } from "playwright-core";

/** What a page publishes while answers may be lost on the way. */
export interface LostAnswers {
  /** Ids of the notices that it sent, each time. */
  readonly sent: readonly string[];
  /** From here on everything goes through. */
  end(): void;
}

/** Lets nothing of what a page publishes be answered: the hub has it and its answer is lost, or it never comes to the hub. */
export async function loseAnswers(page: Page, at: "answer" | "request"): Promise<LostAnswers> {
  const sent: string[] = [];
  let isLost = true;
  await page.route(`**/hub${IntakeService.publish.path}`, async (route: Route) => {
    const { notice } = PublishRequest.decode(route.request().postDataBuffer()!);
    sent.push(NoticeHeader.decode(notice!.header).id);
    if (isLost && at === "request") return route.abort();
    const response = await route.fetch();
    return isLost ? route.abort() : route.fulfill({ response });
  });
  return {
    sent,
    end() {
      isLost = false;
    },
  };
}
