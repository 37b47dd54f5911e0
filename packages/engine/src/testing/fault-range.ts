/** A database that is killed, frozen, cut, starved, locked and made read-only under runs of every kind of step. */
import { setTimeout as delay } from "node:timers/promises";
import { type OwnCluster, ownCluster } from "@callbook/db/testing";
import pg from "pg";
import { EngineStopping, type StartRequest } from "../run/start.ts";
import { Fixture, startRequest } from "./fixture.ts";
import { action, debug, decision, end, playbook, start, delay as wait } from "./playbook.ts";
import { reply } from "./target.ts";

export const FAULTS = [
  "killed",
  "frozen",
  "cut",
  "without connections",
  "locked",
  "read-only",
  "slow",
] as const;
export type Fault = (typeof FAULTS)[number];

const everyKind = playbook(
  [
    start(["n"]),
    action("look", "get", "/look"),
    decision("choose", "#b_look:action_result.status", "==", "success"),
    wait("pause", 1),
    action("change", "post", "/change"),
    action("ask", "detonate", "/ask"),
    debug("tell", "done"),
    end(),
  ],
  [
    "start > look",
    "look > choose",
    "choose.yes > pause",
    "pause > change",
    "change > ask",
    "ask > tell",
    "tell > end",
  ],
);

export class FaultRange {
  readonly fixture: Fixture;
  readonly warnings: string[];
  readonly #cluster: OwnCluster;
  readonly #request: StartRequest;
  readonly #runIds: number[] = [];
  #refused = 0;

  private constructor(
    cluster: OwnCluster,
    fixture: Fixture,
    request: StartRequest,
    warnings: string[],
  ) {
    this.#cluster = cluster;
    this.fixture = fixture;
    this.#request = request;
    this.warnings = warnings;
  }

  static async open(): Promise<FaultRange> {
    const cluster = await ownCluster();
    const warnings: string[] = [];
    const fixture = await Fixture.open({
      timing: { heartbeatMs: 200, sweepMs: 150, leaseMs: 5_000, patienceMs: 500 },
      ports: (ports) => ({
        ...ports,
        log: (level, message, detail) => {
          if (level !== "info") warnings.push(`${message} ${JSON.stringify(detail)}`);
        },
      }),
    });
    const { pool } = fixture.database;
    fixture.target.on("/ask", (call, response) => {
      reply(response, 202, {});
      void answerUntilTaken(fixture, call.callbackUrl ?? "");
    });
    return new FaultRange(cluster, fixture, await startRequest(pool, everyKind), warnings);
  }

  async close(): Promise<void> {
    await this.fixture.close();
    await this.#cluster.close();
  }

  /** Starts runs all the while; those that are refused were not made, as far as anybody knows. */
  async put(fault: Fault): Promise<void> {
    let isOver = false;
    const starting = this.#startWhile(() => !isOver);
    await this.#doWith(fault);
    isOver = true;
    await starting;
  }

  /** Of every run that was acknowledged: how it ended. Waits for that. */
  async ends(): Promise<readonly string[]> {
    const ends = await Promise.all(this.#runIds.map((id) => this.fixture.ended(id, 60_000)));
    return ends.map(({ state }) => state);
  }

  /** Changes that arrived more than once for one run. */
  repeated(): number {
    const keys = this.fixture.target.callsOf("/change").map((call) => call.idempotencyKey);
    return keys.length - new Set(keys).size;
  }

  get refused(): number {
    return this.#refused;
  }

  async #startWhile(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      try {
        const [started] = await this.fixture.engine.startRuns([this.#request]);
        if (started !== undefined) this.#runIds.push(started.runId);
      } catch (error) {
        if (error instanceof EngineStopping || !this.fixture.ports.isOutage(error)) throw error;
        this.#refused += 1;
      }
      await delay(20);
    }
  }

  async #doWith(fault: Fault): Promise<void> {
    switch (fault) {
      case "killed":
        return this.#cluster.kill();
      case "frozen": {
        const thaw = this.#cluster.freeze();
        await delay(1_500);
        return thaw();
      }
      case "cut":
        for (let times = 0; times < 20; times += 1) await this.#asAdmin(cutAll);
        return;
      case "without connections":
        return this.#during("connection limit 1", "connection limit -1");
      case "locked":
        return this.#asAdmin(async (client) => {
          await client.query("begin; lock table run_event, block_result in access exclusive mode");
          await delay(1_500);
        });
      case "read-only":
        return this.#during(
          "set default_transaction_read_only = on",
          "reset default_transaction_read_only",
        );
      case "slow":
        return this.#during("set statement_timeout = '4ms'", "reset statement_timeout");
    }
  }

  /** Sessions take it up as they are made anew. */
  async #during(set: string, reset: string): Promise<void> {
    const { pathname } = new URL(this.fixture.database.url);
    const alter = (what: string) => (client: pg.Client) =>
      client.query(`alter database ${pathname.slice(1)} ${what}`);
    await this.#asAdmin(alter(set), this.#cluster.adminUrl);
    await this.#asAdmin(cutAll, this.#cluster.adminUrl);
    await delay(1_500);
    await this.#asAdmin(alter(reset), this.#cluster.adminUrl);
    await this.#asAdmin(cutAll, this.#cluster.adminUrl);
  }

  async #asAdmin(
    work: (client: pg.Client) => Promise<unknown>,
    url = this.fixture.database.url,
  ): Promise<void> {
    const client = new pg.Client({ connectionString: url, application_name: "of the test" });
    client.on("error", () => undefined);
    await client.connect();
    await work(client).finally(() => client.end());
  }
}

function cutAll(client: pg.Client): Promise<unknown> {
  return client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'callbook%'",
  );
}

/** As senders do: it comes again until it is taken. */
async function answerUntilTaken(fixture: Fixture, callbackUrl: string): Promise<void> {
  const [, , , id = "", token = ""] = new URL(callbackUrl).pathname.split("/");
  const body = Buffer.from('{"v":1}');
  const arrived = { method: "POST", headers: {}, contentType: "application/json", body };
  for (let times = 0; times < 200; times += 1) {
    const answer = await fixture.engine.receiveCallback(id, token, arrived).catch(() => null);
    if (answer !== null) return;
    await delay(100);
  }
}
