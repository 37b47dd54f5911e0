import type { AppRouter } from "@callbook/server/router";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

export type SessionState = Outputs["session"]["state"];
export type SessionUser = NonNullable<SessionState["user"]>;
export type IntegrationCard = Outputs["integrations"]["list"][number];
export type Integration = Outputs["integrations"]["get"];
export type ParameterDefinition = Integration["parameterDefinitions"][number];
export type ConnectionRow = Integration["connections"][number];
export type ConnectionForm = Inputs["connections"]["create"]["form"];
export type SavedConnection = Outputs["connections"]["get"];
export type FormOptions = Outputs["connections"]["formOptions"];
export type TestOutcome = Outputs["connections"]["test"];
export type TestResult = Outputs["commands"]["test"];
export type Person = Outputs["users"]["list"][number];
export type Site = Outputs["sites"]["list"][number];
export type ApiToken = Outputs["tokens"]["list"][number];
export type PlaybookRow = Outputs["playbooks"]["list"][number];

export const ROLES = ["viewer", "analyst", "editor", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];
export type Membership = { readonly siteId: number | null; readonly role: Role };
