import type { JsonObject } from "@callbook/core/json";

/** How third parties answer, as OpenAPI describes callbacks: a name, a key expression, a path item. */

const payload: JsonObject = {
  required: false,
  description: "Becomes the result of the block, as it is. At most 1 MiB.",
  content: {
    "application/json": { schema: {} },
    "application/x-www-form-urlencoded": {
      schema: { type: "object", additionalProperties: true },
    },
  },
};

const status = (words: string): JsonObject => ({
  description: words,
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["status"],
        properties: { status: { type: "string" }, message: { type: "string" } },
      },
    },
  },
});

const answers: JsonObject = {
  "202": status("Accepted; the run goes on with it."),
  "400": status("The body cannot be parsed; the block keeps waiting."),
  "404": status("There is no such callback URL."),
  "409": status("It was answered before."),
  "410": status("Its time is over, or the run has ended."),
  "413": status("The body is larger than 1 MiB."),
  "415": status("The media type is neither JSON nor form-encoded."),
  "429": status("More than 60 answers in one minute."),
  "503": status("The database does not answer; try again."),
};

function answering(method: "post" | "put"): JsonObject {
  return {
    operationId: `${method}Callback`,
    summary: "Answer a waiting block",
    description:
      "Needs no API token: the token of the URL is all. The URL is used up by one answer.",
    tags: ["Callbacks"],
    security: [],
    requestBody: payload,
    responses: answers,
  };
}

/** The address behind every callback URL. */
export function callbackPathItem(): JsonObject {
  const text = { type: "string" };
  return {
    parameters: [
      { name: "id", in: "path", required: true, schema: text },
      { name: "token", in: "path", required: true, schema: text },
    ],
    post: answering("post"),
    put: answering("put"),
  };
}

/** `onResult`: what a third party sends to the callback URL that it was given. */
export const CALLBACK_COMPONENTS: JsonObject = {
  onResult: {
    "{$request.body#/callbackUrl}": {
      post: {
        summary: "The result, once it is there",
        requestBody: payload,
        responses: answers,
      },
    },
  },
};

/**
 * The command Send Request as its receiver sees it: a request that goes out from here, so it is
 * a webhook of this document and not one of its paths.
 */
export function sendRequestWebhook(): JsonObject {
  return {
    post: {
      operationId: "sendRequest",
      summary: "Send Request",
      description:
        "With Async set to callback, a block sends this to the third party and waits until the callback URL is called. The URL stands where the author writes {{callback.url}}, here as callbackUrl in the body; else in the header Callback-URL.",
      tags: ["Callbacks"],
      parameters: [
        {
          name: "Callback-URL",
          in: "header",
          required: false,
          schema: { type: "string", format: "uri" },
        },
        { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string" } },
      ],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: {
              type: "object",
              required: ["callbackUrl"],
              properties: { callbackUrl: { type: "string", format: "uri" } },
              additionalProperties: true,
            },
          },
        },
      },
      responses: { "202": { description: "Taken; the result comes later." } },
      callbacks: { onResult: { $ref: "#/components/callbacks/onResult" } },
    },
  };
}
