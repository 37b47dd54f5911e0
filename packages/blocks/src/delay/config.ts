/** What Delay is configured with. */
import { z } from "zod";

export const UNITS = ["seconds", "minutes", "hours", "days"] as const;
export type Unit = (typeof UNITS)[number];

export const SECONDS_OF: Readonly<Record<Unit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

/** The longest a run waits anywhere: 30 days. */
export const MOST_SECONDS = 30 * SECONDS_OF.days;

export const DelayConfig = z.strictObject({
  amount: z.number().min(1).max(MOST_SECONDS),
  unit: z.enum(UNITS),
});
export type DelayConfig = z.infer<typeof DelayConfig>;

/** How long it waits, in seconds. Pure. */
export function secondsOf({ amount, unit }: DelayConfig): number {
  return amount * SECONDS_OF[unit];
}

/** "5 minutes", "1 hour". Pure. */
export function durationText({ amount, unit }: DelayConfig): string {
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}
