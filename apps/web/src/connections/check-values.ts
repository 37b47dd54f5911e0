import { checkConnectionForm } from "@callbook/core/connection";
import type { ParameterDefinition } from "../api/types.ts";
import { type FormValues, placeChanged, toForm } from "./form-values.ts";

export type FieldKey = Exclude<keyof FormValues, "parameters"> | "agent" | `parameters.${string}`;

export type FieldErrors = Readonly<Partial<Record<FieldKey, string>>>;

interface Surroundings {
  readonly saved: FormValues | null;
  readonly definitions: readonly ParameterDefinition[];
  readonly internalSiteIds: readonly number[];
}

/** What is wrong by the rules that need nothing but the form. The server checks everything again. */
export function checkValues(values: FormValues, known: Surroundings): FieldErrors {
  const { saved, definitions, internalSiteIds } = known;
  const changed = placeChanged(values, saved);
  const stored = (field: "password" | "bearerToken") => saved?.[field].kind === "kept" && !changed;
  const problems = checkConnectionForm(toForm(values, definitions, saved), {
    stored: { password: stored("password"), bearerToken: stored("bearerToken") },
    takenNames: [],
    internalSiteIds,
    parameters: definitions,
  });
  return serverFieldErrors(
    Object.fromEntries(problems.toReversed().map(({ path, message }) => [path, message])),
  );
}

/**
 * The errors that keep a test from starting. A user name or a token that is there but malformed
 * is left to the test, which names it as the step that failed.
 */
export function testBlockers(errors: FieldErrors, values: FormValues): FieldErrors {
  const filled = {
    username: values.username !== "",
    password: values.password.kind === "typed",
    bearerToken: values.bearerToken.kind === "typed",
  };
  return Object.fromEntries(
    Object.entries(errors).filter(
      ([key]) => !(key in filled && filled[key as keyof typeof filled]),
    ),
  );
}

/** Messages of the server by field: "form.name" and "name" are the same field. */
export function serverFieldErrors(paths: Readonly<Record<string, string>>): FieldErrors {
  const errors: Record<string, string> = {};
  for (const [path, message] of Object.entries(paths)) {
    const key = fieldKeyOf(path);
    if (key !== null) errors[key] ??= message;
  }
  return errors;
}

/** Labels, as remedies name fields, and paths, as refusals name them. */
const keys: Readonly<Record<string, FieldKey>> = {
  name: "name",
  "connection name": "name",
  site: "site",
  siteid: "site",
  scope: "site",
  recipientsiteid: "recipientSiteId",
  "recipient site for events from connections shared to internal sites": "recipientSiteId",
  agent: "agent",
  "agent name": "agent",
  active: "active",
  description: "description",
  permissions: "permissions",
  "configure user permissions": "permissions",
  requesturl: "requestUrl",
  "request url": "requestUrl",
  authmethod: "authMethod",
  "authentication method": "authMethod",
  authentication: "authMethod",
  username: "username",
  "user name": "username",
  password: "password",
  bearertoken: "bearerToken",
  bearer_token: "bearerToken",
  "bearer token": "bearerToken",
  testpath: "testPath",
  "test path": "testPath",
  testmethod: "testMethod",
  "test method": "testMethod",
  allowedaddress: "allowedAddress",
  "allowed address": "allowedAddress",
  secretorigins: "secretOrigins",
  "also send secrets to": "secretOrigins",
};

/** The field that a path or a label means; null when there is no such field. */
export function fieldKeyOf(pathOrLabel: string): FieldKey | null {
  const path = pathOrLabel.replace(/^form\./, "");
  const parameter = /^(?:parameters\.|parameter:)(\d+)$/.exec(path);
  if (parameter) return `parameters.${parameter[1]}`;
  const whole = keys[path.toLowerCase()];
  if (whole !== undefined) return whole;
  return keys[(path.split(".")[0] ?? "").toLowerCase()] ?? null;
}

/**
 * The field that gets the focus when a failure names one: for the authentication
 * as a whole it is the one that holds the credentials.
 */
export function focusKeyOf(
  pathOrLabel: string | null,
  authMethod: FormValues["authMethod"],
): FieldKey | null {
  const key = pathOrLabel === null ? null : fieldKeyOf(pathOrLabel);
  if (key !== "authMethod") return key;
  return authMethod === "bearer" ? "bearerToken" : authMethod === "basic" ? "username" : key;
}

/** The id of a field's control, so that an error can put the focus there. */
export function fieldId(key: FieldKey): string {
  return `connection-${key.replace(".", "-")}`;
}
