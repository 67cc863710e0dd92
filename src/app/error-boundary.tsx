import { Component } from "react";
import type { ErrorInfo, ReactNode } from "react";
import { FaultPanel } from "../ui/atoms/fault-panel.tsx";
import { RawText } from "../ui/atoms/raw-text.tsx";
import { Button, LinkButton } from "../ui/controls/button.tsx";
import { CopyButton } from "../ui/controls/copy-button.tsx";
import { Disclosure } from "../ui/controls/disclosure.tsx";
import { Page } from "../ui/layout/page.tsx";
import { hrefTo } from "../workspace/routes.ts";
import type { BuildLabel } from "./shell-model.ts";

export type ErrorBoundaryProps = {
  readonly build: BuildLabel;
  /** Another value clears the fault: leaving the screen is a way out. */
  readonly path: string;
  readonly children: ReactNode;
};

type State = { readonly error: unknown; readonly failed: boolean; readonly where: string; readonly path: string };

/** A defect of ours took a screen down. What is opened, drafted or collected lives outside of the screens and is still there. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: undefined, failed: false, where: "", path: this.props.path };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error, failed: true };
  }

  static getDerivedStateFromProps(props: ErrorBoundaryProps, state: State): Partial<State> | null {
    return props.path === state.path ? null : { path: props.path, failed: false, error: undefined, where: "" };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ where: info.componentStack ?? "" });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const report = errorReport(this.state.error, this.state.where, this.props.build);
    return (
      <Page title="This screen has stopped">
        <FaultPanel
          alert
          what="Countersign made a mistake while drawing this screen."
          evidence={messageOf(this.state.error)}
          client="Nothing: no metadata was judged by this, and nothing was signed or written by it."
          you="Draw it again, or go on elsewhere. What you opened and the signatures you collected are still here, as long as this tab stays open."
          actions={
            <>
              <Button onClick={() => this.setState({ failed: false, error: undefined, where: "" })}>Draw it again</Button>
              <LinkButton href={hrefTo({ name: "open" })}>Go to Open</LinkButton>
              <CopyButton look="plain" label="Copy the report" what="" value={report} />
            </>
          }
        />
        <Disclosure summary="The report" note="stays here unless you send it">
          <RawText text={report} label="Report" />
        </Disclosure>
      </Page>
    );
  }
}

/** Without the address of the screen: role names and repositories are nobody's business but the person's. */
export function errorReport(error: unknown, where: string, build: BuildLabel): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return [`Countersign ${build.version}, build ${build.digest}`, messageOf(error), stack, where].filter((part) => part !== "").join("\n\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
