import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import type { Tone } from "./states.ts";
import { Count } from "./tag.tsx";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly count?: number | undefined;
  readonly tone?: Tone;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** At the right of the row of tabs. */
  readonly aside?: ReactNode;
  /** TabPanels. Only the selected one is in the page. */
  readonly children: ReactNode;
  readonly className?: string;
}

export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
  aside,
  children,
  className,
}: TabsProps<Id>) {
  return (
    <RadixTabs.Root
      value={value}
      onValueChange={(next) => {
        const chosen = tabs.find((tab) => tab.id === next);
        if (chosen) onChange(chosen.id);
      }}
      className={cx("flex min-h-0 min-w-0 flex-col", className)}
    >
      <div className="flex h-[34px] shrink-0 items-stretch gap-2 overflow-hidden border-b border-line pr-3 pl-3">
        <RadixTabs.List aria-label={label} className="flex gap-1 overflow-x-auto overflow-y-hidden">
          {tabs.map((tab) => (
            <RadixTabs.Trigger
              key={tab.id}
              value={tab.id}
              className="-mb-px flex items-center gap-1.5 border-b-2 border-transparent px-2 font-medium whitespace-nowrap text-text-2 hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent-line data-[state=active]:font-semibold data-[state=active]:text-text"
            >
              {tab.label}
              {tab.count !== undefined && <Count tone={tab.tone ?? "none"}>{tab.count}</Count>}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        <span className="flex-1" />
        {aside !== undefined && <div className="flex items-center gap-2">{aside}</div>}
      </div>
      {children}
    </RadixTabs.Root>
  );
}

export function TabPanel({
  id,
  className,
  children,
}: {
  readonly id: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <RadixTabs.Content
      value={id}
      className={cx("min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2", className)}
    >
      {children}
    </RadixTabs.Content>
  );
}
