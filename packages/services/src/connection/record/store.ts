import { randomUUID } from "node:crypto";
import { comparedName } from "@callbook/core/text";
import type { Prisma } from "@callbook/db";
import type { Context } from "../../context.ts";
import type { ParameterDefinition } from "../../integration/views.ts";
import type { Db } from "../../notice/notice.ts";
import { seal } from "../../secret/envelope.ts";
import type { CheckedForm } from "../form/check.ts";
import type { ConnectionForm } from "../form/form.ts";

/** Table whose name is bound into every sealed value. */
export const SECRET_TABLE = "connection_secret";

/** Of two saves of one integration at once, the second sees the first one's name. */
export async function lockNames(db: Db, integrationId: number): Promise<void> {
  const space = 814_531;
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${space}::int, ${integrationId}::int)`;
}

/** The columns of a form; its secrets are rows of their own. */
export function columnsOf(checked: CheckedForm) {
  const { form, definitions } = checked;
  return {
    name: form.name,
    nameKey: comparedName(form.name),
    scope: form.scope,
    siteId: form.siteId,
    recipientSiteId: form.recipientSiteId,
    description: form.description,
    active: form.active,
    requestUrl: form.requestUrl,
    authMethod: form.authMethod,
    username: form.username,
    testPath: form.testPath,
    testMethod: form.testMethod,
    allowedAddress: form.allowedAddress,
    secretOrigins: form.secretOrigins ?? [],
    parameters: plainParameters(form, definitions),
  };
}

function plainParameters(
  form: ConnectionForm,
  definitions: readonly ParameterDefinition[],
): Prisma.InputJsonObject {
  const entries = definitions
    .filter(({ sensitive }) => !sensitive)
    .flatMap((definition) => {
      const value = typed(definition, form.parameters[String(definition.id)]);
      return value === null ? [] : [[String(definition.id), value] as const];
    });
  return Object.fromEntries(entries);
}

type Typed = string | number | boolean;

/** The value as its field type has it; null: not set. */
function typed(
  definition: ParameterDefinition,
  value: string | number | boolean | null | undefined,
): Typed | null {
  if (value === undefined || value === null || value === "") return null;
  switch (definition.fieldType) {
    case "number":
      return Number(value);
    case "boolean":
      return value === true || value === "true";
    case "text":
    case "menu":
    case "json":
    case "password":
      return String(value);
  }
}

/** The secrets of a form by field: a text replaces, null clears, undefined keeps. */
function secretInputs(checked: CheckedForm): Map<string, string | null | undefined> {
  const { form, definitions } = checked;
  const inputs = new Map<string, string | null | undefined>([
    ["password", form.password],
    ["bearer_token", form.bearerToken],
  ]);
  for (const definition of definitions.filter(({ sensitive }) => sensitive)) {
    const input = form.parameters[String(definition.id)];
    const value = input === undefined ? undefined : typed(definition, input);
    inputs.set(`parameter:${definition.id}`, value === undefined ? undefined : asText(value));
  }
  return inputs;
}

function asText(value: Typed | null): string | null {
  return value === null ? null : String(value);
}

/**
 * Writes the secrets of a form and answers which fields were set and which cleared. After a move
 * to another place whatever was not typed again is cleared too.
 */
export async function writeSecrets(
  context: Pick<Context, "keyring">,
  db: Db,
  connectionId: number,
  checked: CheckedForm,
): Promise<{ set: string[]; cleared: string[] }> {
  const rows = await db.connectionSecret.findMany({
    where: { connectionId },
    select: { id: true, field: true },
  });
  const inputs = secretInputs(checked);
  const set: string[] = [];
  for (const [field, value] of inputs) {
    if (typeof value !== "string" || value === "") continue;
    await writeSecret(context, db, {
      connectionId,
      field,
      value,
      row: rows.find((row) => row.field === field)?.id ?? null,
    });
    set.push(field);
  }
  const cleared = rows
    .map(({ field }) => field)
    .filter((field) => !set.includes(field))
    .filter((field) => {
      const input = inputs.get(field);
      return input === null || input === "" || !checked.keepsSecrets || !inputs.has(field);
    });
  await db.connectionSecret.deleteMany({ where: { connectionId, field: { in: cleared } } });
  return { set, cleared };
}

/** Seals one value into its row; the row's id is part of what is sealed. */
export async function writeSecret(
  { keyring }: Pick<Context, "keyring">,
  db: Db,
  secret: { connectionId: number; field: string; value: string; row: string | null },
): Promise<void> {
  const id = secret.row ?? randomUUID();
  const { connectionId, field } = secret;
  const value = seal(secret.value, { table: SECRET_TABLE, row: id, field }, keyring);
  const keyId = keyring.current.id;
  if (secret.row === null)
    await db.connectionSecret.create({ data: { id, connectionId, field, keyId, value } });
  else await db.connectionSecret.update({ where: { id }, data: { keyId, value } });
}
