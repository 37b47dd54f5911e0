import type { ParameterDefinition } from "@callbook/db";
import type { Context } from "../context.ts";
import { inNoSite, type Subject } from "../verb/subject.ts";
import type { RegisteredIntegration } from "./registry.ts";

/** The integration that the input's `key` names; it is for all sites. */
export function declaredIntegration<Key extends string>(
  key: Key,
): Subject<Context, { readonly [K in Key]: number }, RegisteredIntegration, null> {
  return {
    kind: "integration",
    what: "integration",
    find: async ({ context, input }) => {
      const integration = context.integrations.find(({ id }) => id === input[key]);
      return integration === undefined ? null : inNoSite(integration, integration.id);
    },
  };
}

/** A custom parameter; what is done with it is told of its integration. */
export const parameterOf: Subject<
  Context,
  { readonly definitionId: number },
  ParameterDefinition,
  null
> = {
  kind: "integration",
  what: "parameter",
  find: async ({ db, input: { definitionId } }) => {
    const definition = await db.parameterDefinition.findUnique({ where: { id: definitionId } });
    return definition === null ? null : inNoSite(definition, definition.integrationId);
  },
};
