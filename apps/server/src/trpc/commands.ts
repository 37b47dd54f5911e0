import { commandCancelTest, commandTest } from "@callbook/services/command";
import { mutation, router } from "./base.ts";

export const commandsRouter = router({
  test: mutation(commandTest),
  cancelTest: mutation(commandCancelTest),
});
