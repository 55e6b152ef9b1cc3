// The planning problem as a mixed-integer program in LP format, for HiGHS, and the questions asked of it.
//
// HiGHS is helped: it is told the optimum of the levels before, and for `finish` it is only asked the two decisive questions (one slot less
// has no plan; so many have one). Building the text is not counted against it.

/** The questions, in turn, that prove the levels found: `{ lp, feasible, optimum }`. */
export function questions(problem, status, levels) {
  if (status !== "OPTIMAL") return [{ lp: program(problem, {}, null), feasible: false }];
  const asked = [];
  const fixed = {};
  let within = problem;
  problem.objective.forEach((level, index) => {
    const value = levels[index];
    if (level === "finish") {
      if (value > 0) asked.push({ lp: program(truncated(within, value - 1), fixed, null), feasible: false });
      within = truncated(within, value);
      asked.push({ lp: program(within, fixed, null), feasible: true });
    } else {
      asked.push({ lp: program(within, fixed, level), feasible: true, optimum: value });
      fixed[level] = value;
    }
  });
  if (asked.length === 0) asked.push({ lp: program(within, {}, null), feasible: true });
  return asked;
}

/** The problem within its first slots. */
function truncated(problem, slots) {
  const units = problem.units.map((unit) => {
    const kept = unit.starts.map((_, at) => at).filter((at) => unit.starts[at] + unit.load.length <= slots);
    return { ...unit, starts: kept.map((at) => unit.starts[at]), pen: kept.map((at) => unit.pen[at]) };
  });
  return { ...problem, slots: problem.slots.slice(0, slots), units };
}

/** A linear expression: variable → coefficient, and a constant. */
class Sum {
  terms = new Map();
  constant = 0;
  add(coefficient, name) {
    if (coefficient !== 0) this.terms.set(name, (this.terms.get(name) ?? 0) + coefficient);
    return this;
  }
  plus(other, factor = 1) {
    for (const [name, coefficient] of other.terms) this.add(factor * coefficient, name);
    this.constant += factor * other.constant;
    return this;
  }
}

/** The text; `fixed` are upper bounds on levels, `goal` is the level to minimise or null. */
function program(problem, fixed, goal) {
  const { slots, units, nodes } = problem;
  const rows = [];
  const binaries = [];
  const bounds = [];
  const text = (sum) =>
    [...sum.terms].filter(([, c]) => c !== 0).map(([name, c]) => `${c < 0 ? "-" : "+"} ${Math.abs(c)} ${name}`).join(" ");
  const row = (sum, sign, right) => {
    const body = text(sum);
    const rest = right - sum.constant;
    if (body) rows.push(`${body} ${sign} ${rest}`);
    // A constant that breaks its own row: there is no plan.
    else if (sign === ">=" ? 0 < rest : 0 > rest) rows.push(`+ 1 never ${sign === ">=" ? ">=" : "<="} ${sign === ">=" ? 1 : -1}`);
  };
  const binary = (name) => (binaries.push(name), name);

  const place = units.map((unit, u) => (unit.done ? [] : unit.starts.map((start) => ({ start, name: binary(`x${u}_${start}`) }))));
  const among = (u, test) => {
    const sum = new Sum();
    if (units[u].done) sum.constant = 1;
    for (const { start, name } of place[u]) if (test(start)) sum.add(1, name);
    return sum;
  };
  const taken = (u) => among(u, () => true);
  units.forEach((unit, u) => {
    if (unit.done) return;
    if (place[u].length > 1) row(taken(u), "<=", 1);
    for (const list of unit.pre) {
      for (const { start } of place[u]) {
        const sum = new Sum();
        for (const [other, mode] of list) sum.plus(among(other, (at) => (mode ? at <= start : at + units[other].load.length <= start)));
        row(sum.plus(among(u, (at) => at <= start), -1), ">=", 0);
      }
    }
    if (unit.min_ects_before > 0) {
      for (const { start, name } of place[u]) {
        const sum = new Sum();
        units.forEach((what, other) => {
          if (other !== u) sum.plus(among(other, (at) => at + what.load.length <= start), what.ects);
        });
        row(sum.add(-unit.min_ects_before, name), ">=", 0);
      }
    }
  });

  const peak = goal === "peak" ? "peak" : null;
  const fees = new Sum();
  slots.forEach((slot, t) => {
    const count = new Sum();
    const ects = new Sum();
    const hours = new Sum();
    place.forEach((choices, u) => {
      for (const { start, name } of choices) {
        const load = units[u].load[t - start];
        if (!load) continue;
        count.add(1, name);
        ects.add(load[0], name);
        hours.add(load[1], name);
      }
    });
    row(count, "<=", slot.max_units);
    row(ects, "<=", slot.max_ects);
    row(hours, "<=", slot.max_hours);
    if (slot.min_units) row(count, ">=", slot.min_units);
    if (slot.min_ects) row(ects, ">=", slot.min_ects);
    const load = problem.peak_of === "hours" ? hours : ects;
    if (fixed.peak !== undefined) row(load, "<=", fixed.peak);
    if (peak) row(new Sum().plus(load).add(-1, peak), "<=", 0);
    if (slot.fee > 0 && count.terms.size > 0) {
      const used = binary(`f${t}`);
      for (const name of count.terms.keys()) row(new Sum().add(1, used).add(-1, name), ">=", 0);
      fees.add(slot.fee, used);
    }
  });

  const holds = [];
  const credits = [];
  const below = [];
  const counted = units.map(() => new Sum());
  nodes.forEach((node, k) => {
    if ("u" in node) {
      const name = binary(`z${k}`);
      counted[node.u].add(1, name);
      holds.push(new Sum().add(1, name));
      credits.push(new Sum().add(units[node.u].ects, name));
      below.push([name]);
      return;
    }
    const name = binary(`s${k}`);
    const leaves = node.of.flatMap((child) => below[child]);
    const satisfied = node.of.reduce((sum, child) => sum.plus(holds[child]), new Sum());
    const total = node.of.reduce((sum, child) => sum.plus(credits[child]), new Sum());
    if (node.min_n > 0) row(satisfied.add(-node.min_n, name), ">=", 0);
    if (node.min_ects > 0) row(new Sum().plus(total).add(-node.min_ects, name), ">=", 0);
    if (node.cap_n >= 0) row(leaves.reduce((sum, leaf) => sum.add(1, leaf), new Sum()), "<=", node.cap_n);
    if (node.cap_ects >= 0) {
      const passed = `c${k}`;
      bounds.push(`0 <= ${passed} <= ${node.cap_ects}`);
      row(new Sum().plus(total).add(-1, passed), ">=", 0);
      credits.push(new Sum().add(1, passed));
    } else {
      credits.push(total);
    }
    holds.push(new Sum().add(1, name));
    below.push(leaves);
  });
  counted.forEach((sum, u) => {
    if (sum.terms.size > 0) row(sum.plus(taken(u), -1), "<=", 0);
  });
  row(holds[holds.length - 1], ">=", 1);

  const cost = fees;
  const pref = new Sum();
  units.forEach((unit, u) => {
    if (unit.done) return;
    place[u].forEach(({ name }, at) => {
      cost.add(unit.cost, name);
      pref.add(unit.pen[at], name);
    });
  });
  if (fixed.cost !== undefined) row(cost, "<=", fixed.cost);
  if (fixed.pref !== undefined) row(pref, "<=", fixed.pref);
  const objective = goal === "cost" ? text(cost) : goal === "pref" ? text(pref) : goal === "peak" ? "+ 1 peak" : "";
  const lines = rows.map((line, index) => ` r${index}: ${line}`);
  bounds.push("0 <= never <= 0");
  return [
    "Minimize", ` obj: ${objective || "+ 0 never"}`, "Subject To", ...lines, "Bounds", ...bounds.map((line) => ` ${line}`),
    "Binary", ` ${binaries.join(" ")}`, "End", "",
  ].join("\n");
}
