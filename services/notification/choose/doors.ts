import { NotificationService } from "@talanoa/contract/generated/talanoa.ts";
import type { Method } from "@talanoa/contract/message-type.ts";
import type { Rate } from "@talanoa/platform/auth/rate.ts";
import { orUnavailable } from "@talanoa/platform/database/or-unavailable.ts";
import { type Answered, type Unary, unary } from "@talanoa/platform/grpc/call.ts";
import { paced } from "@talanoa/platform/grpc/paced.ts";
import type { Notification } from "../notification.ts";
import { addDevice } from "./add-device.ts";
import { confirmAddress } from "./confirm-address.ts";
import { getNotifications } from "./get-notifications.ts";
import { removeAddress } from "./remove-address.ts";
import { removeDevice } from "./remove-device.ts";
import { setAddress } from "./set-address.ts";
import { setNotifications } from "./set-notifications.ts";
import { testNotifications } from "./test-notifications.ts";

/** What an officer asks and chooses. */
export function doorsOf(notification: Notification, callRate: Rate): Answered[] {
  const door = <Request, Response>(
    method: Method<Request, Response>,
    answer: Unary<Request, Response>,
  ) => unary(method, paced(callRate, orUnavailable(answer)));
  return [
    door(NotificationService.getNotifications, getNotifications(notification)),
    door(NotificationService.setNotifications, setNotifications(notification)),
    door(NotificationService.setAddress, setAddress(notification)),
    door(NotificationService.confirmAddress, confirmAddress(notification)),
    door(NotificationService.removeAddress, removeAddress(notification)),
    door(NotificationService.addDevice, addDevice(notification)),
    door(NotificationService.removeDevice, removeDevice(notification)),
    door(NotificationService.testNotifications, testNotifications(notification)),
  ];
}
