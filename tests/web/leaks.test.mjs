// Planners that go leave nothing behind. `node tests/web/leaks.mjs` prints the figures of three hundred.
import assert from "node:assert/strict";
import test from "node:test";
import { leaks } from "./leaks.mjs";

test("three hundred planners come, move and go: heap, memory of the wasm, nodes and listeners stay", async (t) => {
  // The first rounds fill caches and the allocator's free lists.
  const [, before, , after] = await leaks(t, [20, 100, 100, 100]);
  t.diagnostic(JSON.stringify({ before, after }));
  assert.equal(after.wasm, before.wasm, "memory of the wasm");
  assert.ok(after.nodes <= before.nodes + 20, `nodes: ${before.nodes}, then ${after.nodes}`);
  assert.ok(after.listeners <= before.listeners + 5, `listeners: ${before.listeners}, then ${after.listeners}`);
  assert.ok(after.documents <= before.documents, `documents: ${before.documents}, then ${after.documents}`);
  // Two hundred planners between the two: a kilobyte each would be 200.
  assert.ok(after.heap <= before.heap + 100_000, `heap: ${before.heap}, then ${after.heap}`);
});
