// The calendar file, read by a program that is not ours.
import ICAL from "ical.js";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../target/release/parcours", import.meta.url));
const PACK = fileURLToPath(new URL("../packs/region-inventee.json", import.meta.url));

const REQUEST = {
  version: 1,
  today: "2026-11-21",
  centre_region: "atlantide",
  facts: { status: "salarie", contract_kind: "cdi", birth_date: "1990-01-01", months_experience: 30, target_register: "rncp" },
  target: { diploma: "LG02501A" },
  pace: { max_ue: 3 },
};

function run(command, ...more) {
  const { status, stdout, stderr } = spawnSync(COMMAND, [command, "--pack", PACK, ...more], { input: JSON.stringify(REQUEST), encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}

test("another program reads the same days as the answer tells, in both languages", () => {
  const { milestones } = JSON.parse(run("evaluate"));
  assert.ok(milestones.length > 15, `${milestones.length} dated steps`);
  for (const lang of ["fr", "en"]) {
    const calendar = new ICAL.Component(ICAL.parse(run("ics", "--lang", lang)));
    assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
    const events = calendar.getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
    assert.deepEqual(events.map(({ startDate }) => startDate.toString()).sort(), milestones.map(({ on }) => on).sort());
    assert.equal(new Set(events.map(({ uid }) => uid)).size, events.length, "each has its own identity");
    for (const event of events) {
      assert.ok(event.startDate.isDate && event.summary && event.description, event.uid);
      assert.equal(event.duration.toSeconds(), 24 * 60 * 60, `${event.uid} lasts a day`);
      assert.equal(event.component.getFirstPropertyValue("dtstamp").toString(), "2026-11-21T00:00:00Z");
      const alarms = event.component.getAllSubcomponents("valarm");
      assert.ok(alarms.length > 0 && alarms.every((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds() < 0), event.uid);
    }
  }
});

test("the reader tells a broken file: the check can fail", () => {
  const file = run("ics");
  assert.throws(() => ICAL.parse(file.replace("END:VEVENT\r\n", "")));
});
