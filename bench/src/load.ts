/** Closed-loop load: `atOnce` senders, each sends its next request when the last is answered. */
import { Agent, request } from "undici";

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly atOnce: number;
  readonly requests: number;
  /** Says why an answer is not the one expected; null when it is. */
  readonly wrong: (status: number, body: unknown) => string | null;
}

export interface LoadResult {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Throws at the first wrong answer: a benchmark of failures measures nothing. */
export async function drive(load: Load): Promise<LoadResult> {
  const pool = new Agent({ connections: load.atOnce, pipelining: 1 });
  const times: number[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < load.requests) {
      next += 1;
      const from = performance.now();
      const reply = await request(load.url, {
        method: "POST",
        dispatcher: pool,
        headers: { "content-type": "application/json", ...load.headers },
        body: load.body,
      });
      const body: unknown = await reply.body.json();
      const wrong = load.wrong(reply.statusCode, body);
      if (wrong !== null) throw new Error(`unexpected answer: ${wrong}`);
      times.push(performance.now() - from);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: load.atOnce }, sender));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { seconds, perSecond: load.requests / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
