"use strict";
// A player for each run: one step forwards or back, the state there, what has changed, and the run
// of another design beside it. Everything it says stands in the document as well.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// The values of all entries after each step; a run is its first state and the changes after it.
function states(run) {
  const all = [run[0]];
  for (const changes of run.slice(1)) {
    const next = all[all.length - 1].slice();
    for (const [entry, value] of changes) next[entry] = value;
    all.push(next);
  }
  return all;
}

function play(story) {
  const data = JSON.parse(story.querySelector('script[type="application/json"]').textContent);
  const run = states(data.run);
  const others = data.beside.map((one) => ({ ...one, states: states(one.run) }));
  const last = run.length - 1;
  const rows = [...story.querySelectorAll(".lanes tbody tr[id]")];
  const moving = data.names.map((_, entry) =>
    [run, ...others.map((one) => one.states)].some((some) =>
      some.some((state) => state[entry] !== run[0][entry])));
  let at = 0;

  const button = (text, label, to) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", () => show(to()));
    return made;
  };
  const first = button("|<", "to the start", () => 0);
  const back = button("<", "one step back", () => at - 1);
  const forwards = button(">", "one step forwards", () => at + 1);
  const end = button(">|", "to the end", () => last);
  const slider = element("input", { type: "range", min: "0", max: String(last), value: "0", "aria-label": "step" });
  const which = element("select", { "aria-label": "the run of another design beside it" },
    element("option", { value: "" }, "no other design beside it"),
    ...others.map((one, n) => element("option", { value: String(n) }, `beside it: ${one.designs}`)));
  const all = element("input", { type: "checkbox" });
  const now = element("div", { class: "now", "aria-live": "polite" });
  const body = element("tbody", {});
  const head = element("tr", {});
  const player = story.querySelector(".player");
  player.append(
    element("div", { class: "bar" }, first, back, forwards, end, slider),
    element("div", { class: "bar" }, which,
      element("label", {}, all, " all variables, not only those that change")),
    now,
    element("table", {}, element("thead", {}, head), body));
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", "step through this run");
  player.hidden = false;

  function cell(some, step, entry) {
    const changed = step > 0 && some[step][entry] !== some[step - 1][entry];
    const text = data.texts[some[step][entry]];
    if (!changed) return element("td", {}, text);
    const before = data.texts[some[step - 1][entry]];
    return element("td", { class: "changed" }, `${before} → ${text}`);
  }

  function show(step) {
    at = Math.max(0, Math.min(last, step));
    const other = which.value === "" ? null : others[Number(which.value)];
    slider.value = String(at);
    first.disabled = back.disabled = at === 0;
    forwards.disabled = end.disabled = at === last;
    now.textContent = at === 0 ? `before step 1 of ${last}` : `step ${at} of ${last}: ${data.steps[at - 1]}`;
    for (const [steps, text] of data.broken) {
      if (steps === at) now.append(element("div", { class: "broken" }, text));
    }
    const there = other ? Math.min(at, other.states.length - 1) : 0;
    if (other && at > there) {
      now.append(element("div", {}, `${other.designs} stops after step ${there}: ${other.summary}.`));
    } else if (other && at > other.agrees) {
      now.append(element("div", {}, `${other.designs} is elsewhere since step ${other.agrees + 1}.`));
    }
    head.replaceChildren(...["", data.design, ...(other ? [other.designs] : [])]
      .map((text) => element("th", { scope: "col" }, text)));
    body.replaceChildren(...data.names.flatMap((name, entry) => {
      if (!moving[entry] && !all.checked) return [];
      const row = element("tr", {}, element("th", { scope: "row" }, name), cell(run, at, entry));
      if (other) {
        row.append(at === there ? cell(other.states, there, entry)
          : element("td", {}, data.texts[other.states[there][entry]]));
        if (other.states[there][entry] !== run[at][entry]) row.className = "differs";
      }
      return [row];
    }));
    rows.forEach((row, n) => row.classList.toggle("current", n + 1 === at));
  }

  slider.addEventListener("input", () => show(Number(slider.value)));
  which.addEventListener("change", () => show(at));
  all.addEventListener("change", () => show(at));
  player.addEventListener("keydown", (event) => {
    if (event.target === slider || event.target === which) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  rows.forEach((row, n) => {
    const number = row.querySelector("th");
    const jump = element("button", { type: "button", "aria-label": `show step ${n + 1}` }, number.textContent);
    jump.addEventListener("click", () => show(n + 1));
    number.replaceChildren(jump);
  });
  show(0);
}

document.querySelectorAll(".story").forEach(play);
