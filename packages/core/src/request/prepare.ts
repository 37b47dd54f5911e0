import {
  authorizationHeader,
  type Credentials,
  checkCredentials,
  effectiveUrl,
  maySendSecrets,
  parseUrl,
} from "../connection/index.ts";
import type { FailureClass, FailurePlace } from "../failure/index.ts";
import type { ConnectionWithSecrets, FilledInputs, RequestPlan } from "../integration/index.ts";
import { checkUrl, fill, parseTemplate, urlEncode } from "../template/index.ts";
import {
  type CallbackValues,
  connectorValues,
  type SecretUse,
  withBullets,
} from "./connector-values.ts";
import { type HeaderTexts, readBody, readHeaders } from "./read-inputs.ts";

/** A request that can be sent as it is; it holds secrets. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  /** The URL for people: bullets where a template put a secret, however short it is. */
  readonly shownUrl: string;
  readonly headers: readonly PreparedHeader[];
  /** JSON text; null: none. */
  readonly body: string | null;
}

/** `isBound`: carries a credential or a template's value, hence stays at its origin when redirected. */
export interface PreparedHeader {
  readonly name: string;
  readonly value: string;
  readonly isBound: boolean;
}

/** Why a request cannot be made, before anything was sent. */
export interface PlanFault {
  readonly class: FailureClass;
  readonly place: FailurePlace;
  readonly message: string;
}

export type Prepared =
  | { readonly ok: true; readonly request: PreparedRequest }
  | { readonly ok: false; readonly fault: PlanFault };

/** What a request is made of beside its plan. */
export interface RequestMaterial {
  readonly secrets: ConnectionWithSecrets;
  readonly callback: CallbackValues | null;
  /** null: none is sent. */
  readonly idempotencyKey: string | null;
  /** What of the inputs was taken from data of the run; left out: nothing. */
  readonly filled?: FilledInputs;
}

/**
 * Fills a plan's templates and makes the request of it. Checks in this order, first fault wins:
 * inputs, templates, URL, authentication, header, body. The connection's credentials go to the
 * origin of its Request URL only, what templates take of its secrets to those that it names too
 * (F-SECRET), and a header written by the author beats the automatic one. Pure.
 */
export function prepareRequest(plan: RequestPlan, material: RequestMaterial): Prepared {
  const { fields } = plan;
  const method = plan.method.toUpperCase();
  const values = connectorValues(material.secrets, material.callback);
  const refuse = (failureClass: FailureClass, name: string, message: string): Prepared => ({
    ok: false,
    fault: { class: failureClass, place: { kind: "input", name }, message },
  });

  if (plan.url.trim() === "") return refuse("F-INPUT", fields.url, "URL is required");
  const hasBody = plan.body !== null && plan.body !== "";
  if (hasBody && (method === "GET" || method === "HEAD")) {
    return refuse("F-INPUT", fields.body, `A body cannot be sent with ${method}`);
  }
  const url = fill(plan.url, values.lookupFor(fields.url), urlEncode);
  if (!url.ok) return refuse("F-TEMPLATE", fields.url, url.message);
  const headers = readHeaders(
    plan.headers,
    values.lookupFor(fields.headers),
    material.filled?.[fields.headers],
  );
  if (!headers.ok && headers.class === "F-TEMPLATE")
    return refuse("F-TEMPLATE", fields.headers, headers.message);
  const body = readBody(hasBody ? plan.body : null, values.lookupFor(fields.body));
  if (!body.ok && body.class === "F-TEMPLATE")
    return refuse("F-TEMPLATE", fields.body, body.message);

  const misplaced = misplacedInUrl(plan.url);
  if (misplaced !== null) return refuse("F-URL", fields.url, misplaced);
  const { connection } = material.secrets;
  const shown = fill(plan.url, values.shown, urlEncode);
  const shownUrl = shown.ok ? String(shown.value) : plan.url;
  const target = effectiveUrl(String(url.value), connection.requestUrl, withBullets(shownUrl));
  if (!target.ok) return refuse(target.class, fields.url, target.message);
  const [use] = values.secretUses();
  if (use !== undefined && !maySendSecrets(connection, target.url))
    return refuse("F-SECRET", use.field, secretMessage(use, target.url));

  const written = headers.ok ? headers.headers : [];
  const isAutomatic = target.isOwnOrigin && !hasHeader(written, "authorization");
  const credentials = credentialsOf(material.secrets);
  const badCredentials = isAutomatic ? checkCredentials(credentials) : null;
  if (badCredentials !== null) {
    const place = {
      kind: "connection",
      name: "Authentication",
      connectionId: connection.id,
      field: "authMethod",
    } as const;
    return { ok: false, fault: { class: "F-AUTHFORMAT", place, message: badCredentials } };
  }
  if (!headers.ok) return refuse("F-HEADER", fields.headers, headers.message);
  if (!body.ok) return refuse("F-BODY", fields.body, body.message);

  const automatic = automaticHeaders(method, body.text !== null, plan, {
    authorization: isAutomatic ? authorizationHeader(credentials) : null,
    callbackUrl: values.isCallbackUrlUsed() ? null : (material.callback?.url ?? null),
    idempotencyKey: material.idempotencyKey,
  });
  const added = automatic.filter(({ name }) => !hasHeader(written, name));
  return {
    ok: true,
    request: {
      method,
      url: target.url,
      shownUrl: shownAs(shownUrl, connection.requestUrl),
      headers: [...written, ...added],
      body: body.text,
    },
  };
}

function secretMessage({ name }: SecretUse, url: string): string {
  return `connector.${name} may not be sent to ${parseUrl(url)?.origin ?? "there"}`;
}

/** Where it goes, as it is shown. */
function shownAs(url: string, requestUrl: string): string {
  const target = effectiveUrl(url, requestUrl);
  return withBullets(target.ok ? target.url : url);
}

function misplacedInUrl(text: string): string | null {
  const parsed = parseTemplate(text);
  return parsed.ok ? (checkUrl(parsed.template)[0]?.message ?? null) : null;
}

function credentialsOf({ connection, password, bearerToken }: ConnectionWithSecrets): Credentials {
  return { method: connection.authMethod, username: connection.username, password, bearerToken };
}

function automaticHeaders(
  method: string,
  hasBody: boolean,
  plan: RequestPlan,
  values: {
    readonly authorization: string | null;
    readonly callbackUrl: string | null;
    readonly idempotencyKey: string | null;
  },
): PreparedHeader[] {
  const isWrite = !["GET", "HEAD", "OPTIONS"].includes(method);
  const headers: PreparedHeader[] = [];
  const add = (name: string, value: string | null, isBound: boolean): void => {
    if (value !== null) headers.push({ name, value, isBound });
  };
  add("Authorization", values.authorization, true);
  add("Content-Type", hasBody ? "application/json" : null, false);
  add("Callback-URL", plan.async === "callback" ? values.callbackUrl : null, true);
  add("Idempotency-Key", isWrite ? values.idempotencyKey : null, false);
  return headers;
}

function hasHeader(headers: HeaderTexts, name: string): boolean {
  return headers.some((header) => header.name.toLowerCase() === name.toLowerCase());
}
