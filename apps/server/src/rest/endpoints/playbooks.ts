import { isRunnable } from "@callbook/core/validate";
import {
  playbookCreate,
  playbookList,
  playbookOpen,
  playbookPublish,
  playbookReplace,
  playbookValidate,
} from "@callbook/services/playbook";
import { z } from "zod";
import { answered, ById, type Endpoint, endpoint, rowNumber } from "../endpoint.ts";
import { Id, Named } from "../shapes/common.ts";
import {
  DocumentInput,
  PlaybookRowShape,
  PlaybookShape,
  ProblemShape,
} from "../shapes/playbook.ts";

const tag = "Playbooks";

export const playbookRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/playbooks",
    title: "List playbooks",
    tag,
    verb: playbookList,
    query: z.strictObject({ siteId: rowNumber.optional() }),
    answers: { 200: answered("The last changed first.", z.array(PlaybookRowShape)) },
    input: ({ query }) => query,
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks",
    title: "Create playbook",
    description: "Makes a playbook of a document, or an empty one. A bad document saves nothing.",
    tag,
    verb: playbookCreate,
    body: playbookCreate.input.extend({ document: DocumentInput.optional() }),
    answers: { 201: answered("Created.", Named) },
    input: ({ body }) => body,
    reply: (body) => ({ status: 201, body, location: `/api/playbooks/${body.id}` }),
  }),
  endpoint({
    method: "get",
    path: "/api/playbooks/{id}",
    title: "Get playbook",
    tag,
    verb: playbookOpen,
    parameters: ById,
    answers: { 200: answered("The draft as it stands.", PlaybookShape) },
    input: ({ path }) => path,
  }),
  endpoint({
    method: "put",
    path: "/api/playbooks/{id}",
    title: "Replace playbook",
    description:
      "Replaces the draft as one edit that people can undo. Refused with 409 when the draft is not at `seq` any more.",
    tag,
    verb: playbookReplace,
    parameters: ById,
    body: playbookReplace.input.omit({ id: true }).extend({ document: DocumentInput }),
    answers: { 200: answered("The new seq.", z.strictObject({ id: Id, seq: z.int() })) },
    input: ({ path, body }) => ({ ...path, ...body }),
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks/{id}/validate",
    title: "Validate playbook",
    tag,
    verb: playbookValidate,
    parameters: ById,
    answers: {
      200: answered(
        "The problems of the draft, and whether it can run in spite of them.",
        z.strictObject({ runnable: z.boolean(), problems: z.array(ProblemShape) }),
      ),
    },
    input: ({ path }) => path,
    reply: (problems) => ({ status: 200, body: { runnable: isRunnable(problems), problems } }),
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks/{id}/publish",
    title: "Publish playbook",
    description: "Makes the draft the revision that runs use. `seq` guards against later edits.",
    tag,
    verb: playbookPublish,
    parameters: ById,
    // What a page has shown is the page's.
    body: playbookPublish.input.omit({ id: true, catalogueId: true }),
    answers: {
      200: answered("The new revision.", z.strictObject({ revisionId: Id, number: z.int() })),
    },
    input: ({ path, body }) => ({ ...path, ...body }),
  }),
];
