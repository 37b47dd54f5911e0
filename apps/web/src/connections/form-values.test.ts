import { expect, it } from "vitest";
import type { ParameterDefinition, SavedConnection } from "../api/types.ts";
import { checkValues, fieldKeyOf, serverFieldErrors, testBlockers } from "./check-values.ts";
import { type FormValues, newValues, placeChanged, savedValues, toForm } from "./form-values.ts";

const definitions: readonly ParameterDefinition[] = [
  {
    id: 7,
    displayName: "DOC Test",
    name: "DOC_TEST",
    fieldType: "text",
    options: [],
    displayOrder: 1,
    sensitive: false,
  },
  {
    id: 8,
    displayName: "api-key",
    name: "API_KEY",
    fieldType: "password",
    options: [],
    displayOrder: 2,
    sensitive: true,
  },
  {
    id: 9,
    displayName: "Days",
    name: "DAYS",
    fieldType: "number",
    options: [],
    displayOrder: 3,
    sensitive: false,
  },
];

const savedConnection: SavedConnection = {
  id: 3,
  integrationId: 1,
  form: {
    name: "c1",
    scope: "site",
    siteId: 1,
    recipientSiteId: null,
    description: "",
    permissions: [],
    active: true,
    requestUrl: "https://h.example/api",
    authMethod: "bearer",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: "",
    secretOrigins: ["https://login.example"],
    parameters: { "7": "lisbon", "9": 30 },
  },
  secrets: {
    bearer_token: { set: true, updatedAt: "2026-11-21T10:00:00Z" },
    "parameter:8": { set: true, updatedAt: "2026-11-21T10:00:00Z" },
  },
  version: 1,
  testStatus: "passed",
  lastTestAt: null,
  lastTestError: null,
  myLevel: "manage",
};

const known = { saved: null, definitions: [], internalSiteIds: [1, 2] };

function filled(part: Partial<FormValues>): FormValues {
  return { ...newValues(), name: "c1", site: 1, requestUrl: "https://h.example/api", ...part };
}

it("stored secrets are left out of what is sent, so that the server keeps them", () => {
  const saved = savedValues(savedConnection, definitions);
  const form = toForm({ ...saved, description: "new" }, definitions, saved);
  expect(form).not.toHaveProperty("bearerToken");
  expect(form.parameters).toEqual({ "7": "lisbon", "9": 30 });
  expect(form.password).toBeNull();
});

it.each([
  ["another host", { requestUrl: "https://other.example/api" }],
  ["another port", { requestUrl: "https://h.example:8443/api" }],
  ["another scheme", { requestUrl: "http://h.example/api" }],
])("%s clears every stored secret: it must be typed again", (_, change) => {
  const saved = savedValues(savedConnection, definitions);
  const values = { ...saved, ...change };
  expect(placeChanged(values, saved)).toBe(true);
  const form = toForm(values, definitions, saved);
  expect(form.bearerToken).toBeNull();
  expect(form.parameters["8"]).toBeNull();
  expect(checkValues(values, { ...known, saved, definitions }).bearerToken).toMatch(/is required/);
});

it("another path on the same host keeps the stored secrets", () => {
  const saved = savedValues(savedConnection, definitions);
  const values = { ...saved, requestUrl: "https://h.example/other?x=1" };
  expect(placeChanged(values, saved)).toBe(false);
  expect(checkValues(values, { ...known, saved, definitions })).toEqual({});
});

it("A25: switching the authentication method clears the other method's secrets", () => {
  const typed = { kind: "typed", text: "t0k" } as const;
  const values = filled({
    authMethod: "basic",
    username: "u",
    password: typed,
    bearerToken: typed,
  });
  const form = toForm(values, [], null);
  expect(form.password).toBe("t0k");
  expect(form.bearerToken).toBeNull();
});

it("A17: a shared connection needs a recipient site, and a single site drops it", () => {
  const shared = filled({ site: "share_internal" });
  expect(checkValues(shared, known).recipientSiteId).toMatch(/Recipient site is required/);
  const form = toForm(filled({ site: 4, recipientSiteId: 2 }), [], null);
  expect(form).toMatchObject({ scope: "site", siteId: 4, recipientSiteId: null });
});

it.each([
  ["", "Request URL is required"],
  ["htp:/x", "must begin with http:// or https://"],
  ["/api", "must begin with http:// or https://"],
  ["https://", "is not a valid URL"],
])("A24: the Request URL %j is told at once", (requestUrl, message) => {
  expect(checkValues(filled({ requestUrl }), known).requestUrl).toContain(message);
});

it("A13: an empty Connection Name is told at its field", () => {
  expect(checkValues(filled({ name: "  " }), known).name).toBe("Connection Name is required");
});

it("errors of the server find their field by path or by label", () => {
  expect(serverFieldErrors({ "form.name": "taken", "form.parameters.8": "missing" })).toEqual({
    name: "taken",
    "parameters.8": "missing",
  });
  expect(fieldKeyOf("Bearer Token")).toBe("bearerToken");
  expect(fieldKeyOf("form.permissions.0.level")).toBe("permissions");
  expect(fieldKeyOf("elsewhere")).toBeNull();
});

it("a number parameter travels as a number, and what is none stays text for the server to refuse", () => {
  const form = (text: string) => toForm(filled({ parameters: { "9": text } }), definitions, null);
  expect(form("12.5").parameters["9"]).toBe(12.5);
  expect(form("twelve").parameters["9"]).toBe("twelve");
  expect(form("").parameters["9"]).toBeNull();
});

it("A28: a malformed token keeps the form from being saved, but not from being tested", () => {
  const values = filled({
    authMethod: "bearer",
    bearerToken: { kind: "typed", text: "two words" },
  });
  const errors = checkValues(values, known);
  expect(errors.bearerToken).toMatch(/may hold letters/);
  expect(testBlockers(errors, values)).toEqual({});
  const empty = filled({ authMethod: "bearer", requestUrl: "" });
  expect(Object.keys(testBlockers(checkValues(empty, known), empty)).toSorted()).toEqual([
    "bearerToken",
    "requestUrl",
  ]);
});
