import { isJsonObject, type Json } from "@callbook/core/json";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { restEndpoints } from "../endpoints/index.ts";
import { listedOperations, openApiDocument } from "./document.ts";

const document = openApiDocument(restEndpoints, "https://callbook.example.org");

/** What OpenAPI 3.1 demands of the parts that we use. Unknown keys are mistakes, but for x-…. */
const Schema = z.record(z.string(), z.json());
const Media = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema: Schema }));
const Reference = z.strictObject({ $ref: z.string() });
const Response = z.union([
  Reference,
  z.strictObject({ description: z.string().min(1), content: Media.optional() }),
]);
const Parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(["path", "query", "header", "cookie"]),
  required: z.boolean(),
  schema: Schema,
});
const Status = z.string().regex(/^([1-5]\d\d|default)$/);
const Operation = z.strictObject({
  operationId: z.string().regex(/^\w+$/).optional(),
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  "x-verb": z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(Parameter).optional(),
  requestBody: z
    .strictObject({
      required: z.boolean(),
      description: z.string().optional(),
      content: Media,
    })
    .optional(),
  responses: z.record(Status, Response),
  callbacks: z.record(z.string(), Reference).optional(),
});
const PathItem = z.strictObject({
  parameters: z.array(Parameter).optional(),
  get: Operation.optional(),
  post: Operation.optional(),
  put: Operation.optional(),
  patch: Operation.optional(),
  delete: Operation.optional(),
});
const OpenApi = z.strictObject({
  openapi: z.literal("3.1.0"),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  jsonSchemaDialect: z.url(),
  servers: z.array(z.strictObject({ url: z.url() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(z.string().startsWith("/"), PathItem),
  webhooks: z.record(z.string(), PathItem),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
    responses: z.record(z.string(), Response),
    callbacks: z.record(z.string(), z.record(z.string(), PathItem)),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({
        type: z.literal("http"),
        scheme: z.literal("bearer"),
        description: z.string(),
      }),
    ),
  }),
});

function everyObject(value: Json): Record<string, Json>[] {
  if (Array.isArray(value)) return value.flatMap(everyObject);
  if (!isJsonObject(value)) return [];
  return [value, ...Object.values(value).flatMap(everyObject)];
}

function resolve(reference: string): Json | undefined {
  return reference
    .split("/")
    .slice(1)
    .reduce<Json | undefined>(
      (schema, key) => (schema !== undefined && isJsonObject(schema) ? schema[key] : undefined),
      document,
    );
}

describe("the API document", () => {
  it("has the structure that OpenAPI 3.1 demands", () => {
    const read = OpenApi.safeParse(document);
    expect(read.success ? "" : z.prettifyError(read.error)).toBe("");
  });

  it("lists every endpoint, the callback URLs and itself, and nothing else", () => {
    const served = restEndpoints.map(({ method, path }) => `${method} ${path}`);
    const others = [
      "post /api/callbacks/{id}/{token}",
      "put /api/callbacks/{id}/{token}",
      "get /api/openapi.json",
    ];
    expect(listedOperations(document).sort()).toEqual([...served, ...others].sort());
  });

  it("every reference leads somewhere, and every component is referred to", () => {
    const references = everyObject(document).flatMap(({ $ref }) =>
      typeof $ref === "string" ? [$ref] : [],
    );
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
    const components = Object.keys(Object(resolve("#/components/schemas")));
    const unused = components.filter(
      (name) => !references.includes(`#/components/schemas/${name}`),
    );
    expect(unused).toEqual([]);
  });

  it("every operation has a name of its own, and every path parameter is declared", () => {
    const parsed = OpenApi.parse(document);
    const names: string[] = [];
    for (const [path, { parameters: shared = [], ...operations }] of Object.entries(parsed.paths))
      for (const operation of Object.values(operations)) {
        if (operation === undefined) continue;
        names.push(operation.operationId ?? "none");
        const declared = [...shared, ...(operation.parameters ?? [])]
          .filter((parameter) => parameter.in === "path")
          .map(({ name }) => name);
        expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      }
    expect(new Set(names).size).toBe(names.length);
  });

  it("Send Request has the callback onResult, keyed by the callback URL of its body", () => {
    const parsed = OpenApi.parse(document);
    const sent = parsed.webhooks["Send Request"]?.post;
    expect(sent?.callbacks).toEqual({ onResult: { $ref: "#/components/callbacks/onResult" } });
    const item = parsed.components.callbacks["onResult"]?.["{$request.body#/callbackUrl}"];
    expect(item?.post?.requestBody?.content).toHaveProperty(["application/json"]);
  });

  it("says of each operation which inputs it takes, by the shape that checks them", () => {
    const parsed = OpenApi.parse(document);
    const start = parsed.paths["/api/playbooks/{id}/runs"]?.post;
    expect(start?.parameters?.map(({ name, in: place, schema }) => [name, place, schema])).toEqual([
      ["id", "path", expect.objectContaining({ type: "integer" })],
      ["wait", "query", expect.objectContaining({ type: "integer", minimum: 1, maximum: 60 })],
      ["Idempotency-Key", "header", expect.objectContaining({ type: "string" })],
    ]);
    const create = parsed.paths["/api/playbooks"]?.post?.requestBody;
    expect(create?.required).toBe(true);
    expect(create?.content["application/json"]?.schema).toMatchObject({
      type: "object",
      required: ["name", "siteId"],
      additionalProperties: false,
      properties: { document: { $ref: "#/components/schemas/PlaybookDocument" } },
    });
  });
});
