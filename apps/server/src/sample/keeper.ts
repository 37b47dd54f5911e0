import { setTimeout as delay } from "node:timers/promises";
import type { Installation } from "@callbook/services/context";
import { sampleRemove, sampleState } from "@callbook/services/sample";
import { actorOf } from "@callbook/services/session";
import type { Logger } from "pino";
import { moveConnections } from "./move-connections.ts";
import { seedSample } from "./seed.ts";
import { SamplePortTaken, type SampleService, startSampleService } from "./service.ts";

export interface SampleKeeper {
  /** Makes the sample at the first start, and starts its service where the sample is. Never rejects. */
  begin(): Promise<void>;
  /** There is an owner now, in whose name the sample is made. Resolves when it is, or takes too long. */
  onOwner(): Promise<void>;
  stop(): Promise<void>;
}

export interface SampleKeeperOptions {
  /** What CALLBOOK_SAMPLE says; null: nothing. */
  readonly asked: boolean | null;
  /** The sample comes by itself with an embedded database only. */
  readonly embedded: boolean;
  readonly log: Logger;
}

/** The row of Setting: the port that the connections lead to, and whether everything was made. */
const SETTING = "sample";
/** Longer nobody waits for the sample before the page comes. */
const PATIENCE_MS = 8000;

/** Keeps the sample service running as long as the sample is there. */
export function createSampleKeeper(
  installation: Installation,
  options: SampleKeeperOptions,
): SampleKeeper {
  const { db, keyring, notices } = installation;
  const { log } = options;
  // The same at each start, and kept nowhere but in the connections' sealed rows.
  const token = keyring.derive("sample service");
  let service: SampleService | null = null;
  let work: Promise<void> = Promise.resolve();
  let stopped = false;

  /** One thing after another: two starts at once would be two services. */
  const next = (what: string, step: () => Promise<void>): Promise<void> => {
    work = work
      .then(() => (stopped ? undefined : step()))
      .catch((error: unknown) => log.error({ err: error }, `${what} failed`));
    return work;
  };
  const serve = async (port: number): Promise<SampleService> => {
    service ??= await startAt(port, token, log);
    return service;
  };
  const begin = async (): Promise<void> => {
    const stored = await readSetting(installation);
    if (stored?.seeded === true) {
      // What was made before is served, unless it is told not to be.
      if (options.asked !== false) void next("starting the sample service", () => resume(stored));
      return;
    }
    if (!(options.asked ?? options.embedded)) return;
    const owner = await firstOwner(installation);
    if (owner !== null) await make(owner);
  };
  const resume = async ({ port }: StoredSetting): Promise<void> => {
    if (!(await isPresent(installation))) return;
    const { port: got } = await serve(port);
    if (got !== port) await moveConnections(db, port, got, SETTING);
  };
  const make = async (userId: string): Promise<void> => {
    const actor = await actorOf(installation, userId);
    if (actor === null) return;
    const context = { ...installation, actor };
    const removeHalf = async (): Promise<void> => {
      // Half a sample is worse than none: it is taken away and made anew at the next start.
      if ((await sampleState.run({ context, input: undefined })).present)
        await sampleRemove.run({ context, input: undefined });
    };
    const { url, port } = await serve(0);
    await removeHalf();
    const value = { port, seeded: false };
    await db.setting.upsert({
      where: { key: SETTING },
      create: { key: SETTING, value },
      update: { value },
    });
    try {
      await seedSample(context, url, token);
    } catch (error) {
      await removeHalf();
      throw error;
    }
    await db.setting.update({ where: { key: SETTING }, data: { value: { port, seeded: true } } });
  };
  const unsubscribe = notices.subscribe((notice) => {
    if (notice.kind !== "sites" || service === null) return;
    void next("stopping the sample service", async () => {
      if (service === null || (await isPresent(installation))) return;
      await service.stop();
      service = null;
    });
  });
  return {
    begin: () => soon(next("starting the sample", begin)),
    onOwner: () => soon(next("making the sample", begin)),
    stop: async () => {
      stopped = true;
      unsubscribe();
      await work;
      await service?.stop();
    },
  };
}

async function soon(work: Promise<void>): Promise<void> {
  const enough = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  enough.abort();
}

async function isPresent(installation: Installation): Promise<boolean> {
  const owner = await firstOwner(installation);
  const actor = owner === null ? null : await actorOf(installation, owner);
  if (actor === null) return false;
  const context = { ...installation, actor };
  return (await sampleState.run({ context, input: undefined })).present;
}

async function firstOwner({ db }: Installation): Promise<string | null> {
  const ownership = await db.membership.findFirst({
    where: { role: "owner", user: { deactivatedAt: null } },
    orderBy: { id: "asc" },
  });
  return ownership?.userId ?? null;
}

/** At the port that the connections lead to; at any other when another program has that one. */
async function startAt(port: number, token: string, log: Logger): Promise<SampleService> {
  try {
    return await startSampleService({ token, port, log });
  } catch (error) {
    if (!(error instanceof SamplePortTaken)) throw error;
    return startSampleService({ token, port: 0, log });
  }
}

interface StoredSetting {
  readonly port: number;
  readonly seeded: boolean;
}

async function readSetting({ db }: Installation): Promise<StoredSetting | null> {
  const row = await db.setting.findUnique({ where: { key: SETTING } });
  const value = row?.value;
  if (typeof value !== "object" || value === null || !("port" in value) || !("seeded" in value))
    return null;
  return { port: Number(value.port), seeded: value.seeded === true };
}
