import type { ReactNode } from "react";

/** Every drawing is 16 units wide, drawn in the colour of the text around it. */
export type IconName =
  | "ok" | "warn" | "bad" | "unknown" | "cannot" | "wait" | "pen" | "duplicate"
  | "plus" | "minus" | "later" | "earlier" | "equal" | "changed"
  | "copy" | "check" | "close" | "menu" | "chevron" | "external"
  | "folder" | "file" | "link" | "practice" | "key" | "lock" | "unlock" | "touch" | "clock" | "download" | "info";

export type IconProps = {
  readonly name: IconName;
  /** Units: CSS pixels. */
  readonly size?: number;
};

/** A drawing beside a word. It is hidden from screen readers: the word says it. */
export function Icon({ name, size = 16 }: IconProps): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      data-icon={name}
    >
      {DRAWINGS[name]}
    </svg>
  );
}

const CIRCLE = "M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2Z";
const DASHED_CIRCLE = <circle cx={8} cy={8} r={6.7} strokeDasharray="2.5 2.76" strokeLinecap="butt" />;

const DRAWINGS: Readonly<Record<IconName, ReactNode>> = {
  ok: (
    <>
      <path d={CIRCLE} />
      <path d="m4.8 8.2 2.2 2.2 4.2-4.6" strokeWidth={1.8} />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.6 15 14H1Z" />
      <path d="M8 6v3.5M8 11.7v.1" strokeWidth={1.8} />
    </>
  ),
  bad: (
    <>
      <path d="M5 1.2h6L14.8 5v6L11 14.8H5L1.2 11V5Z" />
      <path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" strokeWidth={1.8} />
    </>
  ),
  unknown: (
    <>
      {DASHED_CIRCLE}
      <path d="M6.3 6.3a1.75 1.75 0 1 1 2.6 1.6c-.6.3-.9.7-.9 1.2M8 11.3v.1" />
    </>
  ),
  cannot: (
    <>
      {DASHED_CIRCLE}
      <path d="M5.4 10.6 10.6 5.4" strokeWidth={1.8} />
    </>
  ),
  wait: <circle cx={8} cy={8} r={6.7} strokeDasharray=".1 3.41" strokeWidth={1.9} />,
  pen: (
    <>
      <path d="M2 14c.3-2.4.9-3.8 2-5l6.9-6.9a1.5 1.5 0 0 1 2.1 0l.9.9a1.5 1.5 0 0 1 0 2.1L7 12c-1.2 1.1-2.6 1.7-5 2Z" />
      <path d="m9.6 3.4 3 3" />
    </>
  ),
  duplicate: (
    <>
      <circle cx={6} cy={8} r={4.7} />
      <circle cx={10} cy={8} r={4.7} />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" strokeWidth={1.8} />,
  minus: <path d="M3 8h10" strokeWidth={1.8} />,
  later: <path d="M3 8h9.2M8.6 4.4 12.2 8l-3.6 3.6" strokeWidth={1.7} />,
  earlier: <path d="M13 8H3.8M7.4 4.4 3.8 8l3.6 3.6" strokeWidth={1.7} />,
  equal: <path d="M3.5 6h9M3.5 10h9" strokeWidth={1.7} />,
  changed: <path d="M3 5.5h9M9.6 3 12 5.5 9.6 8M13 10.5H4M6.4 8 4 10.5 6.4 13" />,
  copy: (
    <>
      <rect x={5.5} y={5.5} width={8.5} height={8.5} rx={1.6} />
      <path d="M10.5 3.2A1.3 1.3 0 0 0 9.3 2H3.4A1.4 1.4 0 0 0 2 3.4v5.9c0 .6.5 1.2 1.2 1.2" />
    </>
  ),
  check: <path d="m3.5 8.4 3 3 6-6.6" strokeWidth={1.9} />,
  close: <path d="m4 4 8 8m0-8-8 8" strokeWidth={1.7} />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" strokeWidth={1.7} />,
  chevron: <path d="m6 3.8 4.2 4.2L6 12.2" strokeWidth={1.7} />,
  external: <path d="M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13.2 2.8 7.5 8.5" />,
  folder: <path d="M1.8 12.4V3.6c0-.4.3-.8.8-.8h3.3l1.6 1.8h5.9c.5 0 .8.3.8.8v7c0 .4-.3.8-.8.8H2.6a.8.8 0 0 1-.8-.8Z" />,
  file: <path d="M9.2 1.8H4a.9.9 0 0 0-.9.9v10.6c0 .5.4.9.9.9h8c.5 0 .9-.4.9-.9V5.5ZM9.2 1.8v3.7h3.7" />,
  link: <path d="M6.6 9.4 9.4 6.6M7.3 4.3l1.2-1.2a3.1 3.1 0 0 1 4.4 4.4l-1.2 1.2M8.7 11.7l-1.2 1.2a3.1 3.1 0 0 1-4.4-4.4l1.2-1.2" />,
  practice: <path d="M6 2h4M6.6 2v4.2L2.7 12.6c-.4.7.1 1.4.8 1.4h9c.7 0 1.2-.7.8-1.4L9.4 6.2V2M4.6 10h6.8" />,
  key: (
    <>
      <circle cx={5} cy={11} r={3.2} />
      <path d="m7.3 8.7 6.2-6.2M11 5l2 2M9.2 6.8l1.4 1.4" />
    </>
  ),
  lock: <path d="M3.4 7.2h9.2c.4 0 .7.3.7.7v5.4c0 .4-.3.7-.7.7H3.4a.7.7 0 0 1-.7-.7V7.9c0-.4.3-.7.7-.7ZM5 7V5a3 3 0 0 1 6 0v2M8 9.9v1.5" />,
  unlock: <path d="M3.4 7.2h9.2c.4 0 .7.3.7.7v5.4c0 .4-.3.7-.7.7H3.4a.7.7 0 0 1-.7-.7V7.9c0-.4.3-.7.7-.7ZM5 7V4.4a3 3 0 0 1 5.8-1.1M8 9.9v1.5" />,
  touch: <path d="M4.4 12.6c.9-1.5 1.2-3 1.2-4.6a2.4 2.4 0 0 1 4.8 0c0 2-.4 3.9-1.3 5.7M2.6 10.3c.3-.8.4-1.5.4-2.3a5 5 0 0 1 10 0c0 1.5-.2 2.9-.6 4.3M8 7.9c0 2.2-.5 4.1-1.6 5.9" />,
  clock: (
    <>
      <path d={CIRCLE} />
      <path d="M8 4.4V8l2.4 1.6" />
    </>
  ),
  download: <path d="M8 2v8M4.6 6.8 8 10.2l3.4-3.4M2.5 13.5h11" strokeWidth={1.6} />,
  info: (
    <>
      <path d={CIRCLE} />
      <path d="M8 7.4v3.8M8 4.8v.1" strokeWidth={1.8} />
    </>
  ),
};
