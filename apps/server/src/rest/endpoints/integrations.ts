import {
  integrationAddParameter,
  integrationGet,
  integrationList,
} from "@callbook/services/integration";
import { z } from "zod";
import { answered, ById, type Endpoint, endpoint } from "../endpoint.ts";
import {
  IntegrationRowShape,
  IntegrationShape,
  ParameterDefinitionShape,
} from "../shapes/integration.ts";

export const integrationRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/integrations",
    title: "List integrations",
    tag: "Integrations",
    verb: integrationList,
    answers: { 200: answered("The catalogue.", z.array(IntegrationRowShape)) },
    input: () => undefined,
  }),
  endpoint({
    method: "get",
    path: "/api/integrations/{id}",
    title: "Get integration",
    tag: "Integrations",
    verb: integrationGet,
    parameters: ById,
    answers: { 200: answered("Its commands and connections.", IntegrationShape) },
    input: ({ path }) => path,
  }),
  endpoint({
    method: "post",
    path: "/api/integrations/{id}/parameters",
    title: "Add connection parameter",
    tag: "Integrations",
    verb: integrationAddParameter,
    parameters: ById,
    body: integrationAddParameter.input.omit({ integrationId: true }),
    answers: { 201: answered("The new parameter.", ParameterDefinitionShape) },
    input: ({ path, body }) => ({ integrationId: path.id, ...body }),
    reply: (body) => ({ status: 201, body }),
  }),
];
