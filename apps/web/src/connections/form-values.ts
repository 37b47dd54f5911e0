import { mustRetypeSecrets, tidySecretOrigins } from "@callbook/core/connection";
import type { ConnectionForm, ParameterDefinition, SavedConnection } from "../api/types.ts";

/**
 * A secret in the form. "kept" is stored on the server and cannot be read;
 * "typed" replaces it; "empty" clears it or was never there.
 */
export type SecretValue =
  | { readonly kind: "kept" }
  | { readonly kind: "typed"; readonly text: string }
  | { readonly kind: "empty" };

export type ParameterValue = string | boolean | SecretValue;

export interface FormValues {
  readonly name: string;
  /** A site, all internal sites together, or not chosen yet. */
  readonly site: number | "share_internal" | null;
  readonly recipientSiteId: number | null;
  readonly description: string;
  readonly permissions: ConnectionForm["permissions"];
  readonly active: boolean;
  readonly requestUrl: string;
  readonly authMethod: ConnectionForm["authMethod"];
  readonly username: string;
  readonly password: SecretValue;
  readonly bearerToken: SecretValue;
  readonly testPath: string;
  readonly testMethod: ConnectionForm["testMethod"];
  readonly allowedAddress: string;
  /** One origin a line, as it is typed. */
  readonly secretOrigins: string;
  /** By definition id. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

const EMPTY: SecretValue = { kind: "empty" };
const KEPT: SecretValue = { kind: "kept" };

/** What a new connection starts with. */
export function newValues(): FormValues {
  return {
    name: "",
    site: null,
    recipientSiteId: null,
    description: "",
    permissions: [],
    active: true,
    requestUrl: "",
    authMethod: "none",
    username: "",
    password: EMPTY,
    bearerToken: EMPTY,
    testPath: "",
    testMethod: "GET",
    allowedAddress: "",
    secretOrigins: "",
    parameters: {},
  };
}

/** The form of a saved connection; of its secrets only whether they are set. */
export function savedValues(
  saved: SavedConnection,
  definitions: readonly ParameterDefinition[],
): FormValues {
  const { form, secrets } = saved;
  const secret = (field: string) => (secrets[field] ? KEPT : EMPTY);
  const parameters: Record<string, ParameterValue> = {};
  for (const definition of definitions) {
    const value = form.parameters[String(definition.id)];
    if (definition.sensitive) parameters[definition.id] = secret(`parameter:${definition.id}`);
    else if (typeof value === "boolean") parameters[definition.id] = value;
    else if (value !== null && value !== undefined) parameters[definition.id] = String(value);
  }
  return {
    ...newValues(),
    name: form.name,
    site: form.scope === "share_internal" ? "share_internal" : form.siteId,
    recipientSiteId: form.recipientSiteId,
    description: form.description,
    permissions: form.permissions.map((entry) => ({ ...entry, role: asRole(entry.role) })),
    active: form.active,
    requestUrl: form.requestUrl,
    authMethod: form.authMethod,
    username: form.username,
    password: secret("password"),
    bearerToken: secret("bearer_token"),
    testPath: form.testPath,
    testMethod: form.testMethod,
    allowedAddress: form.allowedAddress,
    secretOrigins: form.secretOrigins.join("\n"),
    parameters,
  };
}

type EntryRole = ConnectionForm["permissions"][number]["role"];

function asRole(role: string | null): EntryRole {
  const known: readonly EntryRole[] = ["viewer", "analyst", "editor", "admin", "owner"];
  return known.find((candidate) => candidate === role) ?? null;
}

/** Whether stored secrets would go to another place than the one they were typed for. */
export function placeChanged(values: FormValues, saved: FormValues | null): boolean {
  return saved !== null && mustRetypeSecrets(saved, values);
}

/** How a secret stands in the form: a kept one is gone as soon as the place has changed. */
export function shownSecret(value: SecretValue, changed: boolean): SecretValue {
  return value.kind === "kept" && changed ? EMPTY : value;
}

/** The form as the server takes it: absent keeps a secret, null clears it, text replaces it. */
export function toForm(
  values: FormValues,
  definitions: readonly ParameterDefinition[],
  saved: FormValues | null,
): ConnectionForm {
  const changed = placeChanged(values, saved);
  const secretPart = (value: SecretValue): { readonly value?: string | null } => {
    const shown = shownSecret(value, changed);
    if (shown.kind === "kept") return {};
    return { value: shown.kind === "typed" ? shown.text : null };
  };
  const named = <Name extends string>(name: Name, used: boolean, value: SecretValue) => {
    const part = used ? secretPart(value) : { value: null };
    return part.value === undefined ? {} : { [name]: part.value };
  };
  const parameters: ConnectionForm["parameters"] = {};
  for (const definition of definitions) {
    const value = values.parameters[String(definition.id)];
    if (typeof value === "object") {
      const part = secretPart(value);
      if (part.value !== undefined) parameters[definition.id] = part.value;
    } else parameters[definition.id] = plainValue(definition, value);
  }
  const shared = values.site === "share_internal";
  return {
    name: values.name,
    scope: shared ? "share_internal" : "site",
    siteId: typeof values.site === "number" ? values.site : null,
    recipientSiteId: shared ? values.recipientSiteId : null,
    description: values.description,
    permissions: values.permissions,
    active: values.active,
    requestUrl: values.requestUrl,
    authMethod: values.authMethod,
    username: values.authMethod === "basic" ? values.username : "",
    ...named("password", values.authMethod === "basic", values.password),
    ...named("bearerToken", values.authMethod === "bearer", values.bearerToken),
    testPath: values.testPath,
    testMethod: values.testMethod,
    allowedAddress: values.allowedAddress,
    secretOrigins: tidySecretOrigins(values.secretOrigins.split("\n")),
    parameters,
  };
}

function plainValue(
  definition: ParameterDefinition,
  value: string | boolean | undefined,
): string | number | boolean | null {
  if (value === undefined || value === "") return definition.fieldType === "boolean" ? false : null;
  if (definition.fieldType !== "number" || typeof value === "boolean") return value;
  const number = Number(value);
  // Left as text, so that the server can say what is wrong with it.
  return value.trim() !== "" && Number.isFinite(number) ? number : value;
}
