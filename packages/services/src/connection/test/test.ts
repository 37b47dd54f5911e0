import type { ConnectionWithSecrets } from "@callbook/core/integration";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { integrationOf } from "../../integration/registry.ts";
import { unseal } from "../../secret/envelope.ts";
import { ofSubject } from "../../verb/audit.ts";
import { RowId, TestKey } from "../../verb/ids.ts";
import { acting } from "../../verb/verb.ts";
import { type CheckedForm, checkForm, moves } from "../form/check.ts";
import { ConnectionForm } from "../form/form.ts";
import { madeOrChanged } from "../form/subject.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import { SECRET_TABLE } from "../record/store.ts";
import { parameterValues } from "../record/with-secrets.ts";
import type { TestOutcome } from "../views.ts";
import { runTest } from "./run-test.ts";

const Input = z.strictObject({
  integrationId: RowId,
  connectionId: RowId.optional(),
  form: ConnectionForm,
  testKey: TestKey,
});

/** Tests the form as it is on the screen: new, or saved with edits that are not saved. Stores nothing. */
export const connectionTest = acting({
  name: "connection.test",
  input: Input,
  subject: madeOrChanged,
  audit: ofSubject,
  detail: ({ subject: { before }, input: { form } }) => ({
    storedSecrets: before !== null && !moves(before, form),
  }),
  run: async ({ context, subject: { before, sites }, input }): Promise<TestOutcome> => {
    const { form, testKey } = input;
    const { integrationId } = before ?? input;
    const checked = await checkForm(context.db, {
      actor: context.actor,
      integrationId,
      form,
      before,
      sites,
      purpose: "test",
    });
    const outcome = await runTest(
      context,
      await formWithSecrets(context, checked, before, integrationId),
      testKey,
    );
    const saved = before === null ? null : { id: before.id, version: before.version };
    context.testedForms.remember(
      context.actor.userId,
      { integrationId, saved, form: checked.form },
      outcome,
    );
    return outcome;
  },
});

/** Typed secrets as they are; kept ones from their rows, unless the connection moved elsewhere. */
async function formWithSecrets(
  context: Context,
  { form, definitions, keepsSecrets }: CheckedForm,
  before: ConnectionRecord | null,
  integrationId: number,
): Promise<ConnectionWithSecrets> {
  const kept = before !== null && keepsSecrets ? await openStored(context, before.id) : new Map();
  const secretOf = (field: string, typed: string | null | undefined): string | null =>
    typed === undefined ? (kept.get(field) ?? null) : typed;
  const { manifest } = integrationOf(context.integrations, integrationId);
  const { requestUrl, authMethod, username, testPath, testMethod, allowedAddress } = form;
  const { secretOrigins = [] } = form;
  return {
    connection: {
      // No pooled connection of the saved version may carry a request of this form.
      id: before?.id ?? 0,
      version: 0,
      name: form.name,
      integrationId,
      integrationKey: manifest.key,
      integrationName: manifest.name,
      requestUrl,
      authMethod,
      username,
      testPath,
      testMethod,
      allowedAddress,
      secretOrigins,
    },
    password: secretOf("password", form.password),
    bearerToken: secretOf("bearer_token", form.bearerToken),
    parameters: parameterValues(definitions, (definition) => {
      const typed = form.parameters[String(definition.id)];
      if (typed !== undefined || !definition.sensitive) return typed;
      return kept.get(`parameter:${definition.id}`);
    }),
  };
}

async function openStored(
  { db, keyring }: Context,
  connectionId: number,
): Promise<Map<string, string>> {
  const rows = await db.connectionSecret.findMany({ where: { connectionId } });
  return new Map(
    rows.map(({ id, field, value }) => [
      field,
      unseal(value, { table: SECRET_TABLE, row: id, field }, keyring),
    ]),
  );
}
