/**
 * Finds what nobody looks after: overdue waits, runs of dead processes, runs that
 * nobody took up, answers whose notice was lost. Goes by the database's clock.
 */
import type { Pool } from "pg";
import { expireWaits } from "../inbox/put.ts";
import type { Host } from "../performer/host.ts";
import type { EngineLog } from "../ports.ts";
import type { Shell } from "../shell/shell.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { isCertainlyDead } from "./identity.ts";

export interface SweeperOptions {
  readonly pool: Pool;
  readonly executorId: string;
  readonly host: Host;
  readonly shell: Shell;
  readonly heartbeat: Heartbeat;
  readonly everyMs: number;
  readonly leaseMs: number;
  /** How long a queued run may be without an owner, and an owner may disobey a cancel. */
  readonly patienceMs: number;
  /** Runs performed here at once. */
  readonly room: number;
  readonly log: EngineLog;
}

const atOnce = 200;
const tidyEveryMs = 10 * 60 * 1000;

export class Sweeper {
  private readonly options: SweeperOptions;
  private timer: NodeJS.Timeout | null = null;
  private sweeping: Promise<void> | null = null;
  private stopped = false;
  private knownDead: readonly string[] = [];
  private tidied = performance.now();

  constructor(options: SweeperOptions) {
    this.options = options;
  }

  /** Processes that are dead although their lease may not be over. */
  get dead(): readonly string[] {
    return this.knownDead;
  }

  start(): void {
    const again = async (): Promise<void> => {
      await this.sweep();
      if (!this.stopped) this.start();
    };
    this.timer = setTimeout(() => void again(), this.options.everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.sweeping;
  }

  /** One round. Never rejects: the next round tries again. */
  sweep(): Promise<void> {
    this.sweeping ??= this.round().finally(() => {
      this.sweeping = null;
    });
    return this.sweeping;
  }

  private async round(): Promise<void> {
    await this.guarded("waits that are overdue", () => this.expire());
    await this.guarded("processes that died", () => this.recoverDead());
    await this.guarded("runs that nobody took up", () => this.takeUp());
    await this.guarded("cancels that were not obeyed", () => this.enforceCancels());
    this.options.host.look(this.options.host.activeIds());
    if (performance.now() - this.tidied < tidyEveryMs) return;
    this.tidied = performance.now();
    await this.guarded("starts that ended", () => this.options.shell.tidy());
  }

  private async expire(): Promise<void> {
    for (let full = true; full && !this.stopped; ) {
      const runIds = await expireWaits(this.options.pool, atOnce);
      const { host } = this.options;
      host.look(runIds);
      await this.startHere(runIds.filter((id) => !host.has(id)));
      full = runIds.length === atOnce;
    }
  }

  /** The row of a dead process goes only after its runs are queued again. */
  private async recoverDead(): Promise<void> {
    const { pool, leaseMs, shell, heartbeat, executorId } = this.options;
    const answer = await pool.query<{ id: string; late: boolean }>(
      `select executor_id as id, seen_at < now() - $1::int * interval '1 ms' as late
       from process_heartbeat where executor_id <> $2`,
      [leaseMs, executorId],
    );
    const judges = !heartbeat.cannotJudge();
    const gone = answer.rows.filter(({ id, late }) => (late && judges) || isCertainlyDead(id));
    this.knownDead = gone.map(({ id }) => id);
    for (const { id } of gone) {
      const queued = await pool.query<{ id: number }>(
        `with those as (select id from run where executor_id = $1 and finished_at is null
           order by id for update)
         update run r set executor_id = null, state = 'queued'
         from those where r.id = those.id returning r.id`,
        [id],
      );
      await shell.recover(
        id,
        queued.rows.map((row) => row.id),
      );
      await heartbeat.remove(id);
    }
  }

  private async takeUp(): Promise<void> {
    const { pool, patienceMs, executorId, host, room } = this.options;
    const places = Math.min(atOnce, room - host.active);
    if (places <= 0) return;
    const answer = await pool.query<{ id: number }>(
      `select r.id from run r where r.finished_at is null and r.state = 'queued' and r.executor_id is null
         and r.queued_at < now() - $1::int * interval '1 ms'
       union select r.id from run r where r.finished_at is null and r.state = 'waiting'
         and r.executor_id is null and exists
           (select 1 from run_inbox i where i.run_id = r.id and i.taken_at is null)
       union select r.id from run r where r.finished_at is null and r.state in ('queued', 'running', 'waiting')
         and r.executor_id is not null and r.executor_id <> $2
         and not exists (select 1 from process_heartbeat h where h.executor_id = r.executor_id)
       union select r.id from run r where r.finished_at is null and r.executor_id = $2
         and r.id <> all($4::int[])
       order by id limit $3`,
      [patienceMs, executorId, places, host.activeIds()],
    );
    const free = answer.rows.map(({ id }) => id).filter((id) => !host.has(id));
    if (free.length === 0) return;
    await pool.query(
      `update run set state = 'queued'
       where id = any($1::int[]) and executor_id is null and state = 'waiting'`,
      [free],
    );
    await this.startHere(free);
  }

  private async enforceCancels(): Promise<void> {
    const { pool, patienceMs, host } = this.options;
    const answer = await pool.query<{ id: number }>(
      `select distinct i.run_id as id from run_inbox i join run r on r.id = i.run_id
       where i.kind = 'cancel' and i.taken_at is null and r.finished_at is null
         and i.created_at < now() - $1::int * interval '1 ms' limit $2`,
      [patienceMs, atOnce],
    );
    const ignored = answer.rows.map(({ id }) => id);
    if (ignored.length > 0) await host.takeOver(ignored);
  }

  private async startHere(runIds: readonly number[]): Promise<void> {
    if (runIds.length > 0 && !this.stopped) await this.options.shell.start(runIds);
  }

  private async guarded(what: string, work: () => Promise<void>): Promise<void> {
    if (this.stopped) return;
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.options.log("warning", `looking for ${what} failed`, { message });
    }
  }
}
