import type { Listener } from "@callbook/db";
import { NOTICE_CHANNEL, type Notice, type Notices, parseNotice } from "./notice.ts";

/** Hears the notices of all processes. Notices are not kept for who is away: "missed" says so. */
export async function hearNotices(listener: Pick<Listener, "listen" | "onGap">): Promise<Notices> {
  const subscribers = new Set<(notice: Notice) => void>();
  const tell = (notice: Notice): void => {
    for (const subscriber of Array.from(subscribers)) subscriber(notice);
  };
  listener.onGap(() => tell({ kind: "missed" }));
  await listener.listen(NOTICE_CHANNEL, (payload) => {
    const notice = parseNotice(payload);
    if (notice !== null) tell(notice);
  });
  return {
    subscribe: (subscriber) => {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
  };
}
