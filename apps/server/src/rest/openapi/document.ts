import type { Json, JsonObject } from "@callbook/core/json";
import { VERSION } from "../../version.ts";
import { type AnswerShape, type Endpoint, METHODS, type Method } from "../endpoint.ts";
import { FailureBody } from "../failure.ts";
import { DocumentShape } from "../shapes/playbook.ts";
import { CALLBACK_COMPONENTS, callbackPathItem, sendRequestWebhook } from "./callbacks.ts";
import { createSchemas, type Schemas } from "./schemas.ts";

/**
 * The OpenAPI 3.1 document of the endpoints: their shapes are those by which requests are checked.
 */
export function openApiDocument(endpoints: readonly Endpoint[], serverUrl: string): JsonObject {
  const schemas = createSchemas();
  schemas.output(DocumentShape, "PlaybookDocument");
  schemas.output(FailureBody, "Error");
  const paths: Record<string, Json> = {};
  for (const [path, there] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    const operations = METHODS.flatMap((method) => {
      const endpoint = there.find((candidate) => candidate.method === method);
      return endpoint === undefined ? [] : [[method, operation(endpoint, schemas)] as const];
    });
    paths[path] = Object.fromEntries(operations);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Callbook",
      version: VERSION,
      description:
        "For scripts: the same operations as on the screen, with the rights of the person whose API token is sent. Sessions of browsers are not accepted here. Every error has one shape.",
    },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: serverUrl }],
    security: [{ apiToken: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag)), "Callbacks"].map((name) => ({ name })),
    paths: {
      ...paths,
      "/api/callbacks/{id}/{token}": callbackPathItem(),
      "/api/openapi.json": describesItself(),
    },
    webhooks: { "Send Request": sendRequestWebhook() },
    components: {
      schemas: { ...schemas.components },
      responses: { Error: errorResponse() },
      callbacks: CALLBACK_COMPONENTS,
      securitySchemes: {
        apiToken: {
          type: "http",
          scheme: "bearer",
          description:
            "An API token, made on the page API tokens or by `callbook token create`. It begins with cbk_ and acts as the person who made it.",
        },
      },
    },
  };
}

function operation(endpoint: Endpoint, schemas: Schemas): JsonObject {
  const name = operationId(endpoint);
  const { title, description, tag, bodyShape, answers } = endpoint;
  return {
    operationId: name,
    summary: title,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    "x-verb": endpoint.verb,
    parameters: parameters(endpoint, schemas),
    ...(bodyShape === null
      ? {}
      : {
          requestBody: {
            required: !bodyShape.safeParse({}).success,
            content: json(schemas.input(bodyShape, `${name}Body`)),
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          response(answer, schemas, `${name}${status}`),
        ]),
      ),
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

/** "Get action run" gives getActionRun. */
function operationId({ title }: Pick<Endpoint, "title">): string {
  return title
    .toLowerCase()
    .replace(/[^a-z]+([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function parameters(endpoint: Endpoint, schemas: Schemas): Json[] {
  const places = [
    { place: "path", shape: endpoint.pathShape },
    { place: "query", shape: endpoint.queryShape },
    { place: "header", shape: endpoint.headersShape },
  ] as const;
  return places.flatMap(({ place, shape }) => {
    // What is read of the text: an id is a number, although its shape begins with a text.
    const io = endpoint.path.startsWith("/api/commands/") && place === "path" ? "input" : "output";
    const whole = schemas[io](shape, `${operationId(endpoint)}_${place}`);
    const properties = whole["properties"];
    const required = Array.isArray(whole["required"]) ? whole["required"] : [];
    return Object.entries(properties ?? {}).map(([name, schema]: [string, Json]) => ({
      name: place === "header" ? headerName(name) : name,
      in: place,
      required: place === "path" || required.includes(name),
      schema,
    }));
  });
}

/** "idempotency-key" as it is usually written: Idempotency-Key. */
function headerName(name: string): string {
  return name
    .replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => {
      return `${dash}${letter.toUpperCase()}`;
    })
    .replace(/-Id$/, "-ID");
}

function response(answer: AnswerShape, schemas: Schemas, name: string): JsonObject {
  const { description, shape, mediaType } = answer;
  if (mediaType !== undefined)
    return { description, content: { [mediaType]: { schema: { type: "string" } } } };
  if (shape === null) return { description };
  return { description, content: json(schemas.output(shape, name)) };
}

function errorResponse(): JsonObject {
  return {
    description: "Why it was not done.",
    content: json({ $ref: "#/components/schemas/Error" }),
  };
}

function describesItself(): JsonObject {
  return {
    get: {
      operationId: "getOpenApi",
      summary: "Get this document",
      security: [],
      responses: {
        "200": { description: "OpenAPI 3.1.", content: json({ type: "object" }) },
      },
    },
  };
}

function json(schema: Json): JsonObject {
  return { "application/json": { schema } };
}

/** The operations that a document lists, as "get /api/sites". */
export function listedOperations(document: JsonObject): string[] {
  const paths = document["paths"];
  return Object.entries(paths ?? {}).flatMap(([path, item]: [string, Json]) =>
    Object.keys(item ?? {})
      .filter((key): key is Method => METHODS.some((method) => method === key))
      .map((method) => `${method} ${path}`),
  );
}
