import { jsonCommand, textOf } from "../../declare/json-command.ts";

/** Opens a ticket. */
export const createTicket = jsonCommand({
  name: "create ticket",
  method: "POST",
  request: (parameter) => {
    const title = textOf(parameter, "title");
    if (title === "") return { wrongInput: "title", message: "title is required" };
    const severity = textOf(parameter, "severity");
    const description = textOf(parameter, "description");
    return {
      path: "/v1/tickets",
      body: { title, severity: severity === "" ? "medium" : severity, description },
    };
  },
  describe: ({ id }) => ({
    summary: { ticket: id ?? null },
    message: `Ticket ${String(id)} is open`,
  }),
});
