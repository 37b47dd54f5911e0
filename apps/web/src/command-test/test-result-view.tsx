import { isContainer, type Json } from "@callbook/core/json";
import { useState } from "react";
import type { TestResult } from "../api/types.ts";
import { ErrorDetail, RawView } from "../results/index.ts";
import {
  type Column,
  CopyButton,
  DataTable,
  EmptyState,
  JsonView,
  StateMark,
  type Tab,
  TabPanel,
  Tabs,
  Tag,
} from "../ui/index.ts";
import { returnDataState } from "./return-data.ts";

type TabId = "result" | "return" | "raw" | "key" | "context" | "error";

interface TestResultViewProps {
  readonly result: TestResult;
  readonly connectionId: number | null;
  readonly onEditInput: (field: string) => void;
  readonly onOpenConnection: (connectionId: number, field: string | null) => void;
}

/** The tabs of the Test Result. Error is there only when something failed, and is then open. */
export function TestResultView({
  result,
  connectionId,
  onEditInput,
  onOpenConnection,
}: TestResultViewProps) {
  const failed = result.returnData !== "Successful";
  const [tab, setTab] = useState<TabId>(failed ? "error" : "result");
  const failure = result.execution.failure;
  const tabs: readonly Tab<TabId>[] = [
    { id: "result", label: "Result" },
    { id: "return", label: "Return Data" },
    { id: "raw", label: "Raw Data" },
    { id: "key", label: "Key Fields", count: result.keyFields.length },
    { id: "context", label: "Context Data" },
    ...(failed ? [{ id: "error" as const, label: "Error", count: 1, tone: "fail" as const }] : []),
  ];
  return (
    <Tabs label="Test Result" tabs={tabs} value={tab} onChange={setTab} className="h-full">
      <TabPanel id="result">
        <ResultTable table={result.table} message={result.execution.message} />
      </TabPanel>
      <TabPanel id="return" className="p-4">
        <StateMark state={returnDataState(result.returnData)} word={result.returnData} badge />
        <p className="mt-3 text-text-2">
          This is what a following block can test. {result.execution.message}
        </p>
        <h3 className="mt-4 mb-1 font-semibold">Summary</h3>
        <JsonView label="summary" value={result.execution.summary} />
      </TabPanel>
      <TabPanel id="raw">
        <RawView body={result.body} size={result.execution.size} />
      </TabPanel>
      <TabPanel id="key">
        <KeyFields fields={result.keyFields} />
      </TabPanel>
      <TabPanel id="context" className="p-4">
        <p className="mb-2 text-t2 text-text-3">Raw Data reduced to JSON. Prefer Raw Data.</p>
        <div className="rounded-r2 border border-line bg-surface-2">
          <JsonView label="Context Data" value={result.contextData} openLevels={3} />
        </div>
      </TabPanel>
      {failed && (
        <TabPanel id="error">
          {failure ? (
            <ErrorDetail
              failure={failure}
              trace={result.execution.trace}
              leading={false}
              actions={{
                openConnection:
                  connectionId === null
                    ? undefined
                    : (field) => onOpenConnection(connectionId, field),
                editInput: onEditInput,
              }}
            />
          ) : (
            <EmptyState title={result.returnData}>{result.execution.message}</EmptyState>
          )}
        </TabPanel>
      )}
    </Tabs>
  );
}

function ResultTable({
  table,
  message,
}: {
  readonly table: TestResult["table"];
  readonly message: string;
}) {
  const columns: readonly Column<readonly [number, readonly Json[]]>[] = table.columns.map(
    (head, index) => ({
      id: `${index}`,
      head,
      cell: ([, row]) => cellText(row[index] ?? null),
      align: table.rows.every((row) => typeof row[index] === "number") ? "right" : "left",
    }),
  );
  if (table.columns.length === 0 || table.rows.length === 0) {
    return (
      <EmptyState title="No rows">
        {message === "" ? "The command gave back no data." : message}
      </EmptyState>
    );
  }
  return (
    <DataTable
      caption="Result"
      columns={columns}
      rows={table.rows.map((row, index) => [index, row] as const)}
      rowKey={([index]) => String(index)}
    />
  );
}

function cellText(value: Json): string {
  if (value === null) return "none";
  return isContainer(value) ? JSON.stringify(value) : String(value);
}

function KeyFields({ fields }: { readonly fields: TestResult["keyFields"] }) {
  const columns: readonly Column<TestResult["keyFields"][number]>[] = [
    { id: "name", head: "Name", names: true, width: "200px", cell: (field) => field.name },
    {
      id: "value",
      head: "Value",
      cell: (field) => cellText(field.value),
      mono: true,
    },
    {
      id: "contains",
      head: "Contains",
      width: "130px",
      cell: (field) => (
        <span className="flex gap-1">
          {field.contains.map((type) => (
            <Tag key={type}>{type}</Tag>
          ))}
        </span>
      ),
    },
    {
      id: "path",
      head: "Datapath",
      width: "260px",
      mono: true,
      cell: (field) => field.path,
    },
    {
      id: "copy",
      head: <span className="sr-only">Copy</span>,
      width: "44px",
      align: "right",
      cell: (field) => <CopyButton text={field.path} label={`Copy datapath of ${field.name}`} />,
    },
  ];
  return (
    <DataTable
      caption="Key Fields"
      columns={columns}
      rows={fields}
      rowKey={(field) => `${field.name} ${field.path}`}
      empty={
        <EmptyState title="No key fields">
          None of the paths that the command declares is in this answer.
        </EmptyState>
      }
    />
  );
}
