import { type ReactNode, useState } from "react";
import { type Tab, TabPanel, Tabs } from "../ui/index.ts";
import { CallbackTab } from "./callback-tab.tsx";
import { ErrorTab } from "./error-tab.tsx";
import { ExecutionTree } from "./execution-tree.tsx";
import { RawTab } from "./raw-view.tsx";
import {
  type CallbackRow,
  failureCount,
  type ResultsActions,
  type ResultsGroup,
} from "./results-data.ts";

/** A tab that one of the homes adds, such as the timeline of a run. */
export interface ExtraTab {
  readonly id: string;
  readonly label: string;
  readonly count?: number;
  readonly content: ReactNode;
}

interface ResultsPanelProps {
  readonly groups: readonly ResultsGroup[];
  /** Null where there are no callbacks, as in a connection test: the tab is left out. */
  readonly callbacks: readonly CallbackRow[] | null;
  readonly actions: ResultsActions;
  /** Why the run as a whole failed, where the home is a run that did. */
  readonly runFailure?: string | null;
  readonly extraTabs?: readonly ExtraTab[];
  /** At the right of the tabs: run, state, buttons. */
  readonly aside?: ReactNode;
  /** All of the screen below the top bar. */
  readonly enlarged?: boolean;
  /** The open tab, when the home decides; the panel keeps it by itself otherwise. */
  readonly tab?: string;
  readonly onTab?: (id: string) => void;
  readonly className?: string;
}

/**
 * The one results panel: beside the connection form, in the Test Command window
 * and on a run. Results, Raw, Callback, and Error when something failed.
 */
export function ResultsPanel({
  groups,
  callbacks,
  actions,
  runFailure = null,
  extraTabs = [],
  aside,
  enlarged = false,
  tab,
  onTab,
  className,
}: ResultsPanelProps) {
  const [ownTab, setOwnTab] = useState<string>("results");
  const [rawOf, setRawOf] = useState<string | null>(null);
  const failed = Math.max(failureCount(groups), runFailure === null ? 0 : 1);
  const tabs: readonly Tab<string>[] = [
    { id: "results", label: "Results" },
    { id: "raw", label: "Raw" },
    ...(callbacks === null ? [] : [{ id: "callback", label: "Callback" }]),
    {
      id: "error",
      label: "Error",
      ...(failed > 0 ? { count: failed, tone: "fail" as const } : {}),
    },
    ...extraTabs,
  ];
  const wanted = tab ?? ownTab;
  const value = tabs.some((known) => known.id === wanted) ? wanted : "results";
  const change = (id: string) => {
    setOwnTab(id);
    onTab?.(id);
  };
  return (
    <Tabs
      label="Results panel"
      tabs={tabs}
      value={value}
      onChange={change}
      aside={aside}
      className={`bg-surface ${className ?? "h-full"}`}
    >
      <TabPanel id="results">
        <ExecutionTree groups={groups} actions={actions} />
      </TabPanel>
      <TabPanel id="raw">
        <RawTab groups={groups} actions={actions} chosen={rawOf} onChoose={setRawOf} />
      </TabPanel>
      {callbacks !== null && (
        <TabPanel id="callback">
          <CallbackTab callbacks={callbacks} actions={actions} />
        </TabPanel>
      )}
      <TabPanel id="error">
        <ErrorTab groups={groups} runFailure={runFailure} actions={actions} enlarged={enlarged} />
      </TabPanel>
      {extraTabs.map((extra) => (
        <TabPanel key={extra.id} id={extra.id}>
          {extra.content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
