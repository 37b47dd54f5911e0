import { siteList } from "@callbook/services/site";
import { z } from "zod";
import { answered, type Endpoint, endpoint } from "../endpoint.ts";
import { SiteShape } from "../shapes/connection.ts";

export const siteRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/sites",
    title: "List sites",
    tag: "Sites",
    verb: siteList,
    answers: { 200: answered("The sites of the token's person.", z.array(SiteShape)) },
    input: () => undefined,
  }),
];
