// Planners that go leave nothing behind, nor do plans, languages and screens. `node tests/web/leaks.mjs` prints the figures of longer runs.
import assert from "node:assert/strict";
import test from "node:test";
import { leaks } from "./leaks.mjs";

/** Fails where more is in use after than before; a kilobyte for each round of the work between the two would be found. */
function expectFlat(t, before, after, rounds) {
  t.diagnostic(JSON.stringify({ before, after }));
  assert.equal(after.wasm, before.wasm, "memory of the wasm");
  assert.ok(after.nodes <= before.nodes + 20, `nodes: ${before.nodes}, then ${after.nodes}`);
  assert.ok(after.listeners <= before.listeners + 5, `listeners: ${before.listeners}, then ${after.listeners}`);
  assert.ok(after.documents <= before.documents, `documents: ${before.documents}, then ${after.documents}`);
  assert.ok(after.heap <= before.heap + 1_000 * rounds, `heap: ${before.heap}, then ${after.heap}`);
}

test("three hundred mounts, with moves: heap, memory of the wasm, nodes and listeners stay", async (t) => {
  // The first round fills caches and the allocator's free lists. Each planner is mounted twice.
  const [, before, after] = await leaks(t, "live", [20, 65, 65]);
  expectFlat(t, before, after, 65);
});

test("a thousand plans: the same", async (t) => {
  const [before, after] = await leaks(t, "plan", [200, 800]);
  expectFlat(t, before, after, 800);
});

test("a hundred changes of language, a hundred ways back to a question: the same", async (t) => {
  for (const what of ["speak", "visit"]) {
    const [before, after] = await leaks(t, what, [30, 100]);
    expectFlat(t, before, after, 100);
  }
});
