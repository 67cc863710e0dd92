import type { ReactNode } from "react";

/** The product's sign: a quorum of three out of four, closed by a tick. */
export function BrandMark({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      strokeWidth={3}
      strokeLinecap="round"
    >
      <path d="M12 3a9 9 0 0 1 7.8 4.5M21 12a9 9 0 0 1-4.5 7.8M12 21a9 9 0 0 1-7.8-4.5" />
      <path d="M3 12a9 9 0 0 1 4.5-7.8" opacity={0.35} />
      <path d="m8.5 12.4 2.4 2.4 4.8-5.4" strokeWidth={2.4} strokeLinejoin="round" />
    </svg>
  );
}
