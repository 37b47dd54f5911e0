import type { ConnectionView, ConnectionWithSecrets } from "@callbook/core/integration";
import { type Json, numberFrom, parseExactly } from "@callbook/core/json";
import type { Installation } from "../../context.ts";
import { toDefinition } from "../../integration/definition.ts";
import { integrationOf } from "../../integration/registry.ts";
import type { ParameterDefinition } from "../../integration/views.ts";
import { unseal } from "../../secret/envelope.ts";
import { asAuthMethod, asTestMethod, readParameters } from "../form/form-view.ts";
import type { ConnectionRecord, SealedSecret } from "./directory.ts";
import { SECRET_TABLE } from "./store.ts";

type Parts = Pick<Installation, "directory" | "keyring" | "integrations">;

/**
 * What a connection sends with, for the time of one call. null: it was changed between the
 * reading of its row and of its secrets; the caller reads it again.
 */
export async function withSecrets(
  parts: Parts,
  record: ConnectionRecord,
): Promise<ConnectionWithSecrets | null> {
  const sealed = await parts.directory.secrets(record);
  if (sealed === null) return null;
  const definitions = (await parts.directory.definitions(record.integrationId)).map(toDefinition);
  const opened = new Map(sealed.map((secret) => [secret.field, open(parts, secret)]));
  const plain = readParameters(record.parameters);
  return {
    connection: viewOf(parts, record),
    password: record.authMethod === "basic" ? (opened.get("password") ?? null) : null,
    bearerToken: record.authMethod === "bearer" ? (opened.get("bearer_token") ?? null) : null,
    parameters: parameterValues(definitions, (definition) =>
      definition.sensitive
        ? opened.get(`parameter:${definition.id}`)
        : plain[String(definition.id)],
    ),
  };
}

function open({ keyring }: Parts, secret: SealedSecret): string {
  return unseal(
    secret.value,
    { table: SECRET_TABLE, row: secret.id, field: secret.field },
    keyring,
  );
}

/** The public part of a saved connection. */
export function viewOf(
  parts: Pick<Installation, "integrations">,
  record: ConnectionRecord,
): ConnectionView {
  const { manifest } = integrationOf(parts.integrations, record.integrationId);
  return {
    id: record.id,
    name: record.name,
    integrationId: record.integrationId,
    integrationKey: manifest.key,
    integrationName: manifest.name,
    requestUrl: record.requestUrl,
    authMethod: asAuthMethod(record.authMethod),
    username: record.username,
    testPath: record.testPath,
    testMethod: asTestMethod(record.testMethod),
    allowedAddress: record.allowedAddress,
    secretOrigins: record.secretOrigins,
    version: record.version,
  };
}

type Stored = string | number | boolean | null | undefined;

/** Parameters by normalised name, typed by their definition; those without value are left out. */
export function parameterValues(
  definitions: readonly ParameterDefinition[],
  storedOf: (definition: ParameterDefinition) => Stored,
): ConnectionWithSecrets["parameters"] {
  return new Map(
    definitions.flatMap((definition) => {
      const stored = storedOf(definition);
      if (stored === undefined || stored === null || stored === "") return [];
      const { name, sensitive } = definition;
      return [[name, { value: typedParameter(definition, stored), sensitive }] as const];
    }),
  );
}

/** The rules of the form have been passed: the text fits its type. */
function typedParameter(
  { fieldType }: ParameterDefinition,
  stored: string | number | boolean,
): Json {
  switch (fieldType) {
    case "number":
      return numberFrom(String(stored).trim());
    case "boolean":
      return stored === true || stored === "true";
    case "json":
      return parseExactly(String(stored));
    case "text":
    case "menu":
    case "password":
      return String(stored);
  }
}
