import { type FormValues, originOf, type SecretValue, shownSecret } from "./form-values.ts";

export type FieldKey =
  | Exclude<keyof FormValues, "parameters" | "active">
  | "agent"
  | `parameters.${string}`;

export type FieldErrors = Readonly<Partial<Record<FieldKey, string>>>;

/** What is certainly wrong before the server is asked. The server checks everything again. */
export function checkValues(values: FormValues, changed: boolean): FieldErrors {
  const errors: Partial<Record<FieldKey, string>> = {};
  const missing = (secret: SecretValue) => {
    const shown = shownSecret(secret, changed);
    return shown.kind === "empty" || (shown.kind === "typed" && shown.text === "");
  };
  if (values.name.trim() === "") errors.name = "Connection Name is required";
  if (values.site === null) errors.site = "Site is required";
  if (values.site === "share_internal" && values.recipientSiteId === null)
    errors.recipientSiteId = "A recipient site is required for a shared connection";
  const url = values.requestUrl.trim();
  if (url === "") errors.requestUrl = "Request URL is required";
  else if (!/^https?:\/\//i.test(url) || originOf(url) === null)
    errors.requestUrl =
      "An absolute http or https URL is needed, such as https://api.example.net/v2";
  if (values.authMethod === "basic") {
    if (values.username === "") errors.username = "User Name is required";
    if (missing(values.password)) errors.password = "Password is required";
  }
  if (values.authMethod === "bearer" && missing(values.bearerToken))
    errors.bearerToken = "Bearer Token is required";
  return errors;
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

/** The id of a field's control, so that an error can put the focus there. */
export function fieldId(key: FieldKey): string {
  return `connection-${key.replace(".", "-")}`;
}
