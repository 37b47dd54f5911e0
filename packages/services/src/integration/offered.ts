import type { Context } from "../context.ts";
import { sampleIsPresent } from "../sample/state.ts";
import type { RegisteredIntegration } from "./registry.ts";

/**
 * The integrations that catalogue and palette show. Those of the sample come and go with it, but
 * for one of which somebody has a connection of his own. Documents that name them stay readable.
 */
export async function offeredIntegrations(
  { db, integrations }: Pick<Context, "db" | "integrations">,
  connections: readonly { readonly integrationId: number }[],
): Promise<readonly RegisteredIntegration[]> {
  if (await sampleIsPresent(db)) return integrations;
  const used = new Set(connections.map(({ integrationId }) => integrationId));
  return integrations.filter(({ id, manifest }) => manifest.isSample !== true || used.has(id));
}
