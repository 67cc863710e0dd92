import { useId, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import styles from "./tabs.module.css";

export type Tab<Id extends string> = { readonly id: Id; readonly label: ReactNode; readonly count?: number };

export type TabsProps<Id extends string> = {
  /** What the tabs choose between, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** The panel of the selected tab. */
  readonly children: ReactNode;
};

/** Views of one thing, one at a time. Arrow keys, Home and End move; the list is one stop for Tab. */
export function Tabs<Id extends string>({ label, tabs, selected, onSelect, children }: TabsProps<Id>): ReactNode {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const next = tabs[targetIndex(event.key, at, tabs.length)];
    if (next === undefined || next.id === selected) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            data-tab={tab.id}
            id={`${base}-${tab.id}`}
            aria-selected={tab.id === selected}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === selected ? 0 : -1}
            className={styles.tab}
            onClick={() => onSelect(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${selected}`} tabIndex={0} className={styles.panel}>
        {children}
      </div>
    </div>
  );
}

export type TabLink = { readonly href: string; readonly label: ReactNode; readonly count?: number; readonly current: boolean };

/** The same look where each view is an address of its own. */
export function TabLinks({ label, links }: { readonly label: string; readonly links: readonly TabLink[] }): ReactNode {
  return (
    <nav aria-label={label}>
      <ul className={styles.list}>
        {links.map((link) => (
          <li key={link.href}>
            <a href={link.href} className={styles.tab} aria-current={link.current ? "page" : undefined}>
              {link.label}
              {link.count !== undefined && <span className={styles.count}>{link.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** -1 for keys that do not move. The ends are joined. */
function targetIndex(key: string, at: number, length: number): number {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % length;
    case "ArrowLeft":
      return (at - 1 + length) % length;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return -1;
  }
}
