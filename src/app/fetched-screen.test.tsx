// @vitest-environment happy-dom
import { Suspense, type ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { mount, unmount } from "../ui/testing/mount.tsx";
import { fetchedScreen } from "./fetched-screen.tsx";

afterEach(unmount);

function Told({ words }: { readonly words: string }): ReactNode {
  return <p>{words}</p>;
}

test("a screen that was fetched before stands at once, and one that was not once it is there", async () => {
  const load = vi.fn(async () => Told);
  const { Screen, prefetch } = fetchedScreen(load);
  const first = await mount(<Suspense fallback="waiting"><Screen words="first" /></Suspense>);
  await first.shows("first");
  prefetch();
  const seen: string[] = [];
  const again = await mount(<Suspense fallback={<Seen say={() => void seen.push("waiting")} />}><Screen words="again" /></Suspense>);
  expect(again.text()).toBe("again");
  expect([seen, load.mock.calls.length]).toEqual([[], 1]);
});

function Seen({ say }: { readonly say: () => void }): ReactNode {
  say();
  return "waiting";
}
