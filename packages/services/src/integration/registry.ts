import type { IntegrationManifest } from "@callbook/core/integration";
import type { PrismaClient } from "@callbook/db";
import { notFound } from "../refusal.ts";

/** An integration that this program declares, with the number the database gave it. */
export interface RegisteredIntegration {
  readonly id: number;
  readonly manifest: IntegrationManifest;
  /** False when the product's compatibility is below what the integration asks for. */
  readonly compatible: boolean;
}

/** Gives every declared integration its number; those of earlier versions keep theirs. */
export async function registerIntegrations(
  db: PrismaClient,
  manifests: readonly IntegrationManifest[],
  compatibility: string,
): Promise<readonly RegisteredIntegration[]> {
  await db.integration.createMany({
    data: manifests.map(({ key, origin }) => ({ key, origin })),
    skipDuplicates: true,
  });
  const rows = await db.integration.findMany({
    where: { key: { in: manifests.map(({ key }) => key) } },
  });
  const ids = new Map(rows.map(({ key, id }) => [key, id]));
  return manifests.map((manifest) => {
    const id = ids.get(manifest.key);
    if (id === undefined) throw new Error(`integration ${manifest.key} was not registered`);
    return { id, manifest, compatible: atLeast(compatibility, manifest.minVersion) };
  });
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
