import { setTimeout as delay } from "node:timers/promises";
import type { EmbeddedPostgres } from "./launch.ts";

/** What is told of an embedded PostgreSQL that ended although nobody stopped it. */
export type KeepingNews = {
  /** It is there again, at the same address. */
  restarted(): void;
  /** It is not, and will not be: the message says what to do. */
  lost(message: string): void;
};

export type KeptPostgres = {
  /** Ends it in an orderly way and waits until it is gone. */
  stop(): Promise<void>;
};

const lookEvery = 200;
/** Before each try. One that fails takes some seconds itself, as long as the dead one may hold its memory. */
const pauses = [0, 500, 1_000, 2_000, 4_000] as const;
/** One that has lived for so long is well; one that ends before was not. */
const wellAfter = 60_000;

/** Watches a PostgreSQL and starts it again when it has ended. `relaunch` starts it where it was. */
export function keepPostgres(
  first: EmbeddedPostgres,
  relaunch: () => Promise<EmbeddedPostgres>,
  news: KeepingNews,
): KeptPostgres {
  let server = first;
  let tries = 0;
  let since = performance.now();
  let stopping = false;
  let restarting: Promise<void> | null = null;

  const restart = async (): Promise<void> => {
    if (performance.now() - since > wellAfter) tries = 0;
    let problem = "it ended soon after each start.";
    for (let pause = pauses[tries]; pause !== undefined && !stopping; pause = pauses[tries]) {
      tries += 1;
      await delay(pause);
      try {
        server = await relaunch();
        since = performance.now();
        return news.restarted();
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    }
    if (!stopping) news.lost(lostMessage(problem));
  };

  const timer = setInterval(() => {
    if (stopping || restarting !== null || server.isRunning()) return;
    restarting = restart().finally(() => {
      restarting = null;
    });
  }, lookEvery);
  timer.unref();

  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await restarting;
      await server.stop();
    },
  };
}

function lostMessage(problem: string): string {
  return (
    `The embedded PostgreSQL has ended and could not be started again, ${pauses.length} times: ${problem}\n` +
    "Callbook ends with it; nothing that was accepted is lost. See whether the disk has room and the machine " +
    "memory, and start Callbook again; or set DATABASE_URL to a PostgreSQL of your own."
  );
}
