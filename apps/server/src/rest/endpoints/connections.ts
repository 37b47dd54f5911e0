import { randomUUID } from "node:crypto";
import {
  ConnectionForm,
  connectionCreate,
  connectionGet,
  connectionList,
  connectionRemove,
  connectionTest,
  connectionTestSaved,
  connectionUpdate,
} from "@callbook/services/connection";
import { z } from "zod";
import { answered, ById, type Endpoint, endpoint, rowNumber } from "../endpoint.ts";
import { Named } from "../shapes/common.ts";
import { ConnectionRowShape, ConnectionShape, TestOutcomeShape } from "../shapes/connection.ts";

const tag = "Connections";

export const connectionRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/connections",
    title: "List connections",
    tag,
    verb: connectionList,
    query: z.strictObject({ siteId: rowNumber.optional() }),
    answers: {
      200: answered("The connections of the person's sites.", z.array(ConnectionRowShape)),
    },
    input: ({ query }) => query,
  }),
  endpoint({
    method: "post",
    path: "/api/connections",
    title: "Create connection",
    tag,
    verb: connectionCreate,
    body: connectionCreate.input,
    answers: { 201: answered("Created.", Named) },
    input: ({ body }) => body,
    reply: (body) => ({ status: 201, body, location: `/api/connections/${body.id}` }),
  }),
  endpoint({
    method: "post",
    path: "/api/connections/test",
    title: "Test connection form",
    description:
      "Tests a form that need not be saved. With connectionId the secrets that are left out are those of the saved connection. A failed test is an answer, not an error.",
    tag,
    verb: connectionTest,
    body: connectionTest.input.partial({ testKey: true }),
    answers: { 200: answered("What the test came to.", TestOutcomeShape) },
    input: ({ body }) => ({ ...body, testKey: body.testKey ?? randomUUID() }),
  }),
  endpoint({
    method: "get",
    path: "/api/connections/{id}",
    title: "Get connection",
    tag,
    verb: connectionGet,
    parameters: ById,
    answers: { 200: answered("Everything but its secrets.", ConnectionShape) },
    input: ({ path }) => path,
  }),
  endpoint({
    method: "patch",
    path: "/api/connections/{id}",
    title: "Change connection",
    description:
      "Changes the fields that are sent. A secret that is left out stays, null clears it, a text replaces it.",
    tag,
    verb: connectionUpdate,
    parameters: ById,
    body: connectionUpdate.input.omit({ id: true }).extend({ form: ConnectionForm.partial() }),
    answers: { 200: answered("The new version.", z.strictObject({ version: z.int() })) },
    input: async ({ context, path, body }) => {
      const { form: before } = await connectionGet.run({ context, input: path });
      const changed = defined(body.form);
      const parameters = { ...before.parameters, ...changed.parameters };
      const form = ConnectionForm.parse({ ...before, ...changed, parameters });
      return { ...path, version: body.version, form };
    },
  }),
  endpoint({
    method: "delete",
    path: "/api/connections/{id}",
    title: "Remove connection",
    tag,
    verb: connectionRemove,
    parameters: ById,
    query: z.strictObject({ version: rowNumber }),
    answers: { 204: { description: "Removed, and its secrets deleted.", shape: null } },
    input: ({ path, query }) => ({ ...path, ...query }),
    reply: () => ({ status: 204 }),
  }),
  endpoint({
    method: "post",
    path: "/api/connections/{id}/test",
    title: "Test connection",
    description: "Tests the saved connection and keeps the verdict. A failed test is an answer.",
    tag,
    verb: connectionTestSaved,
    parameters: ById,
    body: connectionTestSaved.input.omit({ id: true }),
    answers: { 200: answered("What the test came to.", TestOutcomeShape) },
    input: ({ path, body }) => ({ ...path, ...body }),
  }),
];

/** Without the fields that are left out, which must not overwrite. */
function defined<T extends object>(form: T): Partial<T> {
  const sent = Object.entries(form).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent) as Partial<T>;
}
