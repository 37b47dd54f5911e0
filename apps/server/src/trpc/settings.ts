import { settingRunLog, settingSetDaysToKeep } from "@callbook/services/setting";
import { mutation, query, router } from "./base.ts";

export const settingsRouter = router({
  runLog: query(settingRunLog),
  setDaysToKeep: mutation(settingSetDaysToKeep),
});
