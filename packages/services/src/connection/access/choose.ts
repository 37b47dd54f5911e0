import type { Catalogue, ChosenConnection, ConnectionsRequest } from "@callbook/core/block";
import type { Failure } from "@callbook/core/failure";
import { commandsNamed } from "@callbook/core/integration";
import { runnerOf } from "../../command/runner-of.ts";
import type { Installation } from "../../context.ts";
import type { RegisteredIntegration } from "../../integration/registry.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import { connectionFailure, type Use, unusable } from "./usable.ts";

type Parts = Pick<Installation, "directory" | "integrations" | "runners">;

/**
 * The connections an action runs on: the named ones, each with the reason it cannot be used, or
 * every one that is active, permitted to the acting person and offers the command.
 * @param catalogue says which integrations offer it: for a run those of its revision, so that one
 *   that has come since is not asked
 */
export async function chooseConnections(
  parts: Parts,
  request: ConnectionsRequest,
  catalogue: Pick<Catalogue, "integrations">,
): Promise<readonly ChosenConnection[]> {
  const use = await useOf(parts, request);
  const offering = integrationsOffering(parts.integrations, request, catalogue);
  const unfit = (integration: RegisteredIntegration, record: ConnectionRecord): Failure | null => {
    const { command } = request;
    const hasCode = runnerOf(parts, integration.manifest.key, command) !== null;
    return (
      unusable(record, use) ?? (hasCode ? null : connectionFailure.withoutCode(command, record))
    );
  };
  if (request.connectionIds.length === 0) {
    const usable = await Promise.all(
      offering.map(async (integration) => {
        const records = await parts.directory.ofIntegration(integration.id);
        return records
          .filter((record) => unusable(record, use) === null)
          .map((record) => chosen(integration, record, unfit(integration, record)));
      }),
    );
    return usable.flat();
  }
  const named = [...new Set(request.connectionIds)].map(async (id) => {
    const record = await parts.directory.find(id);
    const integration = offering.find((one) => one.id === record?.integrationId);
    if (record === null || integration === undefined) return gone(request, id);
    return chosen(integration, record, unfit(integration, record));
  });
  return Promise.all(named);
}

/** Who wants to use connections, from rows at most a second old. */
export async function useOf(
  { directory }: Pick<Installation, "directory">,
  request: Pick<ConnectionsRequest, "command" | "siteId" | "actingUserId">,
): Promise<Use> {
  const [sites, person] = await Promise.all([
    directory.sites(),
    directory.person(request.actingUserId),
  ]);
  const site = sites.find(({ id }) => id === request.siteId) ?? null;
  return { command: request.command, person, site };
}

function integrationsOffering(
  registered: readonly RegisteredIntegration[],
  request: ConnectionsRequest,
  { integrations }: Pick<Catalogue, "integrations">,
): readonly RegisteredIntegration[] {
  const offered = commandsNamed(integrations, request);
  const keys = new Set(offered.map(({ integration }) => integration.key));
  return registered.filter(({ manifest }) => keys.has(manifest.key));
}

function chosen(
  { id, manifest }: RegisteredIntegration,
  record: ConnectionRecord,
  failure: ChosenConnection["failure"],
): ChosenConnection {
  return {
    connectionId: record.id,
    connection: failure?.class === "F-SITE" ? String(record.id) : record.name,
    integrationKey: manifest.key,
    integrationId: id,
    integration: manifest.name,
    failure,
  };
}

function gone(request: ConnectionsRequest, connectionId: number): ChosenConnection {
  return {
    connectionId,
    connection: String(connectionId),
    integrationKey: request.integrationKey ?? "",
    integrationId: 0,
    integration: "",
    failure: connectionFailure.gone(request.command, connectionId),
  };
}
