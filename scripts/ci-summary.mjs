// Adds up what the gates of .ci/run left behind. Arguments: `gate=exit code` for every gate that ran.
import { judged, readCounts } from "./reports.mjs";

/** Gates that leave one report per stage rather than one of their own. */
const STAGES_OF = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  test: ["fences", "unit", "e2e"],
  conformance: ["conformance", ...((process.env["TUF_CONFORMANCE"] ?? "") === "" ? [] : ["conformance-suite"])],
});

let passed = 0;
let failed = 0;
for (const argument of process.argv.slice(2)) {
  const [gate = "", code = ""] = argument.split("=");
  const exitCode = Number.parseInt(code, 10);
  const stages = STAGES_OF[gate] ?? [gate];
  const counts = stages.map((stage) => ({ stage, counts: readCounts(stage) }));
  // When an early stage fails, later ones did not run and are no failures of their own: the gate failed, and that counts.
  const ran = exitCode === 0 ? counts : counts.filter((stage) => stage.counts !== undefined);
  const judgements = ran.map(({ stage, counts: found }) => ({ stage, ...judged(found, { exitCode: 0, skippedFails: true }) }));
  if (exitCode !== 0 && judgements.every((judgement) => judgement.failed === 0)) judgements.push({ stage: gate, passed: 0, failed: 1, skipped: 0 });
  for (const judgement of judgements) {
    console.log(`  ${judgement.stage.padEnd(17)} ${judgement.passed} passed, ${judgement.failed} failed`);
    passed += judgement.passed;
    failed += judgement.failed;
  }
}
if (passed === 0 && failed === 0) failed = 1; // nothing ran
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
