/** A database and a third party on which engine processes are killed one after the other. */
import { setTimeout as delay } from "node:timers/promises";
import type { TestDatabase } from "@callbook/db/testing";
import type { Boundary } from "../boundary.ts";
import type { StartRequest } from "../run/start.ts";
import { EngineProcess, post } from "./child.ts";
import { engineDatabase, startRequest } from "./fixture.ts";
import { faultsOf, killPlaybook } from "./kill-playbook.ts";
import type { ProcessOrder } from "./process.ts";
import { reply, Target } from "./target.ts";

export interface KillPoint {
  readonly at: Boundary;
  readonly nth: number;
}

interface RunRow {
  readonly id: number;
  readonly marker: string;
  readonly done: boolean;
}

/** Openings without progress that a run is given are few; so every so often a process lives. */
const killsInARow = 4;

export class KillRange {
  private readonly database: TestDatabase;
  private readonly target: Target;
  private readonly request: StartRequest;
  private child: EngineProcess | null = null;
  private marked = 0;
  private kills = 0;
  private readonly timer: NodeJS.Timeout;
  /** Addresses to answer at, by marker. */
  private readonly open = new Map<string, string>();
  /** Markers of runs whose answer was taken with 202. */
  readonly accepted = new Set<string>();
  private readonly acknowledged: number[] = [];

  private constructor(database: TestDatabase, target: Target, request: StartRequest) {
    this.database = database;
    this.target = target;
    this.request = request;
    this.timer = setInterval(() => void this.answer(), 20);
    target.onEvery((call, response) => {
      const [, name, marker = ""] = call.path.split("/");
      if (name !== "detonate") return reply(response, 200, { path: call.path });
      this.open.set(marker, new URL(call.callbackUrl ?? "").pathname);
      reply(response, 202, {});
    });
  }

  static async open(): Promise<KillRange> {
    const database = await engineDatabase();
    const target = await new Target().listen();
    return new KillRange(database, target, await startRequest(database.pool, killPlaybook));
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.child?.end();
    await this.target.close();
    await this.database.drop();
  }

  /** Starts a process with two new runs and lets it die at the point. Gives what was wrong: empty is right. */
  async kill(point: KillPoint): Promise<string> {
    this.child = this.begin({ kill: point, start: this.newRequests(2) });
    const signal = await Promise.race([this.child.gone, delay(30_000, "it lives on" as const)]);
    const { logs, started } = this.child;
    this.acknowledged.push(...started);
    this.kills += 1;
    if (signal !== "SIGKILL") return `${point.at}, time ${point.nth}: ${signal} ${logs.join(" ")}`;
    if (this.kills % killsInARow === 0) await this.finish();
    return "";
  }

  /** A process that is not killed takes every run to its end. */
  async finish(): Promise<void> {
    await this.child?.end();
    this.child = this.begin({});
    const until = Date.now() + 30_000;
    while ((await this.runs()).some(({ done }) => !done)) {
      if (Date.now() > until) return;
      await delay(50);
    }
    await this.child.end();
  }

  /** Everything that is wrong with the runs, in words. */
  async faults(): Promise<readonly string[]> {
    const runs = await this.runs();
    const { pool } = this.database;
    const each = await Promise.all(
      runs.map((run) => faultsOf(pool, this.target, run, this.accepted)),
    );
    const known = new Set(runs.map(({ id }) => id));
    const lost = this.acknowledged.filter((id) => !known.has(id));
    return [...each.flat(), ...lost.map((id) => `run ${id} was acknowledged and is lost`)];
  }

  private begin(order: Partial<ProcessOrder>): EngineProcess {
    const timing = {
      heartbeatMs: 200,
      leaseMs: 2_000,
      sweepMs: 150,
      patienceMs: 1_000,
      restMs: 20,
    };
    const { database, target } = this;
    const where = { databaseUrl: database.url, targetUrl: target.url };
    return new EngineProcess({ ...where, start: [], kill: null, timing, ...order });
  }

  private newRequests(count: number): StartRequest[] {
    return Array.from({ length: count }, () => {
      this.marked += 1;
      const marker = `m${this.marked}`;
      return { ...this.request, inputs: { marker }, requestKey: marker };
    });
  }

  /** The third party calls back until it is told that it was heard. */
  private async answer(): Promise<void> {
    const port = this.child?.callbackPort ?? null;
    if (port === null) return;
    for (const [marker, path] of this.open) {
      const status = await post(port, path, { v: marker }).catch(() => 0);
      if (status === 202) this.accepted.add(marker);
      if ([202, 404, 409, 410].includes(status)) this.open.delete(marker);
    }
  }

  private async runs(): Promise<readonly RunRow[]> {
    const answer = await this.database.pool.query<RunRow>(
      `select r.id::int as id, b.body::json->>'marker' as marker, r.finished_at is not null as done
       from run r join run_body b on b.run_day = r.run_day and b.run_id = r.id and b.part = 'inputs'
       order by r.id`,
    );
    return answer.rows;
  }
}
