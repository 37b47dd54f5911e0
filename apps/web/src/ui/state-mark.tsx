import { cx } from "./class-names.ts";
import { type StateName, states, toneSoft, toneText } from "./states.ts";

interface StateMarkProps {
  readonly state: StateName;
  /** Counts such as "1/2", written after the word. */
  readonly detail?: string | undefined;
  readonly iconSize?: 12 | 14 | 16 | 20;
  /** Badge: with the tone's quiet background, 24 high. */
  readonly badge?: boolean;
  /** Another word than the state's own, for example "Partially Successful" of Return Data. */
  readonly word?: string | undefined;
  readonly className?: string;
}

/** Icon, word and colour of a state. Never the icon alone. */
export function StateMark({
  state,
  detail,
  iconSize = 14,
  badge = false,
  word,
  className,
}: StateMarkProps) {
  const { icon: Icon, tone, spins, word: ownWord } = states[state];
  return (
    <span
      className={cx(
        "inline-flex items-center gap-[5px] whitespace-nowrap align-middle",
        toneText[tone],
        badge
          ? cx("h-6 rounded-r1 px-2 text-t2 font-semibold", toneSoft[tone])
          : tone === "ok"
            ? "font-normal"
            : "font-medium",
        className,
      )}
    >
      {Icon && <Icon size={iconSize} aria-hidden className={spins ? "animate-spin" : undefined} />}
      <span>
        {word ?? ownWord}
        {detail ? ` ${detail}` : ""}
      </span>
    </span>
  );
}
