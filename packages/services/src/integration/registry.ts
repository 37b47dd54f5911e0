import { type CatalogueParameter, readManifest } from "@callbook/core/catalogue";
import type { CommandRunners, IntegrationManifest } from "@callbook/core/integration";
import type { Prisma, PrismaClient } from "@callbook/db";
import { runnerOf } from "../command/runner-of.ts";
import { notFound } from "../refusal.ts";

/** An integration with the number the database gave it, as it is declared now. */
export interface RegisteredIntegration {
  readonly id: number;
  /** With those commands whose code this program has. */
  readonly manifest: IntegrationManifest;
  readonly parameters: readonly CatalogueParameter[];
  /** False when the product's compatibility is below what the integration asks for. */
  readonly compatible: boolean;
}

/** Integrations as the program declares them, and the code of their commands. */
export interface Declared {
  readonly manifests: readonly IntegrationManifest[];
  readonly runners: CommandRunners;
}

/** Gives every declared integration its number; those of earlier versions keep theirs. */
export async function registerIntegrations(
  db: PrismaClient,
  { manifests }: Pick<Declared, "manifests">,
): Promise<void> {
  await db.integration.createMany({
    data: manifests.map(({ key, origin }) => ({ key, origin })),
    skipDuplicates: true,
  });
}

const withParameters = {
  include: { parameterDefinitions: { orderBy: [{ displayOrder: "asc" }, { id: "asc" }] } },
  orderBy: { id: "asc" },
} satisfies Prisma.IntegrationFindManyArgs;

type Row = Prisma.IntegrationGetPayload<typeof withParameters>;

/**
 * The integrations that there are now: those of the program in its order, then those that people
 * made. Left out: what an earlier version of the program declared, and what cannot be read here.
 */
export async function readIntegrations(
  db: PrismaClient,
  { manifests, runners }: Declared,
  compatibility: string,
): Promise<readonly RegisteredIntegration[]> {
  const rows = await db.integration.findMany(withParameters);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const declared = manifests.map((manifest) => {
    const row = byKey.get(manifest.key);
    if (row === undefined) throw new Error(`integration ${manifest.key} was not registered`);
    byKey.delete(manifest.key);
    return { row, manifest };
  });
  const made = [...byKey.values()].flatMap((row) => {
    const manifest = readManifest(row.manifest);
    return manifest === null ? [] : [{ row, manifest: { ...manifest, key: row.key } }];
  });
  return [...declared, ...made].map(({ row, manifest }) => ({
    id: row.id,
    manifest: withCode(manifest, runners),
    parameters: row.parameterDefinitions.map(toParameter),
    compatible: atLeast(compatibility, manifest.minVersion),
  }));
}

/** A command without code could be chosen, and would fail. */
function withCode(manifest: IntegrationManifest, runners: CommandRunners): IntegrationManifest {
  const hasCode = ({ name }: { readonly name: string }) =>
    runnerOf({ runners }, manifest.key, name) !== null;
  return { ...manifest, commands: manifest.commands.filter(hasCode) };
}

function toParameter(row: Row["parameterDefinitions"][number]): CatalogueParameter {
  const { name, displayName, fieldType, sensitive } = row;
  return { name, displayName, fieldType, sensitive };
}

/** The integration of this number; refuses NOT_FOUND. */
export function integrationOf(
  integrations: readonly RegisteredIntegration[],
  id: number,
): RegisteredIntegration {
  const registered = integrations.find((integration) => integration.id === id);
  if (registered === undefined) throw notFound("integration");
  return registered;
}

/** Whether a version such as V15.3.34.0 is another or a later one. Parts are compared as numbers. */
export function atLeast(version: string, least: string): boolean {
  const [mine, asked] = [parts(version), parts(least)];
  for (let index = 0; index < Math.max(mine.length, asked.length); index++) {
    const difference = (mine[index] ?? 0) - (asked[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function parts(version: string): number[] {
  return version.replace(/^v/i, "").split(".").map(Number);
}
