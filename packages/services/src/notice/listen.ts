import pg from "pg";
import { NOTICE_CHANNEL, type Notice, type Notices, parseNotice } from "./notice.ts";

export interface NoticeListener extends Notices {
  close(): Promise<void>;
}

const RETRY_MS = 500;

/**
 * Hears the notices of all processes on a connection of its own. When that breaks it
 * is made anew, and "missed" is said, since notices are not kept for who is away.
 */
export async function listenForNotices(
  url: string,
  log: (message: string) => void,
): Promise<NoticeListener> {
  const listeners = new Set<(notice: Notice) => void>();
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  const say = (notice: Notice) => {
    for (const listener of [...listeners]) listener(notice);
  };
  const connect = async (): Promise<void> => {
    const made = new pg.Client({
      connectionString: url,
      application_name: "callbook notices",
      keepAlive: true,
    });
    const lost = () => {
      if (client !== made) return;
      client = null;
      again();
    };
    made.on("error", lost);
    made.on("end", lost);
    made.on("notification", ({ payload }) => {
      const notice = parseNotice(payload ?? "");
      if (notice !== null) say(notice);
    });
    await made.connect();
    await made.query(`LISTEN ${NOTICE_CHANNEL}`);
    client = made;
  };
  const again = () => {
    if (closed || retry !== null) return;
    retry = setTimeout(() => {
      retry = null;
      connect().then(
        () => say({ kind: "missed" }),
        () => {
          log("the connection for notices is down; trying again");
          again();
        },
      );
    }, RETRY_MS);
  };

  await connect();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      listeners.clear();
      const open = client;
      client = null;
      await open?.end();
    },
  };
}
