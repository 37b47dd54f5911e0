import type { BlockSpec } from "@callbook/core/block";
import { blockVersions, CATALOGUE_FORMAT } from "@callbook/core/catalogue";
import type { PrismaClient } from "@callbook/db";
import {
  type Declared,
  type RegisteredIntegration,
  readIntegrations,
  registerIntegrations,
} from "../integration/registry.ts";
import type { Notices } from "../notice/notice.ts";
import { type CatalogueVersion, keepContent, versionOf, versionReader } from "./versions.ts";

/** What this process accepts now, and what others were published with. */
export interface Catalogues {
  /** The version that is the present one in this process. It is on disk, so that a revision can name it. */
  readonly current: CatalogueVersion;
  /** Every integration that there is now, those included that this product is too old for. */
  readonly integrations: readonly RegisteredIntegration[];
  /** A version by its number; null: there is none, or it is of a later format. */
  read(id: number): Promise<CatalogueVersion | null>;
  /** Calls the listener whenever another version has become the present one. Answers how to stop. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface CataloguesOptions {
  readonly db: PrismaClient;
  readonly notices: Notices;
  /** Block types of this program, in the order of the palette. */
  readonly blocks: ReadonlyMap<string, BlockSpec>;
  readonly declared: Declared;
  /** The product version whose integrations run here. */
  readonly compatibility: string;
  readonly onError: (error: unknown) => void;
}

interface Now {
  readonly current: CatalogueVersion;
  readonly integrations: readonly RegisteredIntegration[];
}

const RETRY_MS = 1000;

/** Registers the integrations of this program, and follows what becomes of all of them. */
export async function openCatalogues(options: CataloguesOptions): Promise<Catalogues> {
  await registerIntegrations(options.db, options.declared);
  const catalogues = new LiveCatalogues(options, await readNow(options));
  // Heard from now on: what changed while it was read is read again.
  catalogues.follow();
  return catalogues;
}

class LiveCatalogues implements Catalogues {
  readonly #options: CataloguesOptions;
  readonly #reads: ReturnType<typeof versionReader>;
  readonly #listeners = new Set<() => void>();
  #unsubscribe: () => void = () => undefined;
  #now: Now;
  /** The reading that goes on. */
  #reading: Promise<void> | null = null;
  #isStale = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: CataloguesOptions, now: Now) {
    this.#options = options;
    this.#now = now;
    this.#reads = versionReader(options.db, options.blocks);
  }

  get current(): CatalogueVersion {
    return this.#now.current;
  }

  get integrations(): readonly RegisteredIntegration[] {
    return this.#now.integrations;
  }

  read(id: number): Promise<CatalogueVersion | null> {
    const { current } = this.#now;
    return id === current.id ? Promise.resolve(current) : this.#reads.read(id);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  follow(): void {
    this.#unsubscribe = this.#options.notices.subscribe(({ kind }) => {
      if (kind === "integration" || kind === "missed") this.#refresh();
    });
    this.#refresh();
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    this.#listeners.clear();
    clearTimeout(this.#retry);
    this.#isStale = false;
    await this.#reading;
  }

  /** One reading at a time; what changes meanwhile is read after it. */
  #refresh(): void {
    this.#isStale = true;
    clearTimeout(this.#retry);
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = null;
    });
  }

  async #readWhileStale(): Promise<void> {
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#take(await readNow(this.#options));
      }
    } catch (error) {
      this.#options.onError(error);
      this.#retry = setTimeout(() => this.#refresh(), RETRY_MS);
      this.#retry.unref();
    }
  }

  #take(now: Now): void {
    const isOther = now.current.id !== this.#now.current.id;
    // The same version stays the same object, so that what is remembered by it holds.
    this.#now = isOther ? now : { ...now, current: this.#now.current };
    if (isOther) for (const listener of this.#listeners) listener();
  }
}

async function readNow(options: CataloguesOptions): Promise<Now> {
  const { db, blocks, declared, compatibility } = options;
  const integrations = await readIntegrations(db, declared, compatibility);
  const usable = integrations.filter(({ compatible }) => compatible);
  const content = {
    format: CATALOGUE_FORMAT,
    blocks: blockVersions(blocks.values()),
    integrations: usable.map(({ id, manifest, parameters }) => ({ ...manifest, id, parameters })),
  } as const;
  return { current: versionOf(await keepContent(db, content), content, blocks), integrations };
}
