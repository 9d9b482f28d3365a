/**
 * The page's own script: values under the pointer, sorting, facts of the run, neighbours in the graph. Without it the page
 * still shows everything but the facts. It writes text, never markup, and asks nothing of any network.
 */
export const pageScript = `"use strict";
(() => {
const minus = (text) => text.replace(/^-(?=[\\d.])/, "\\u2212");
const fixed = (value, digits) => { const text = value.toFixed(digits); return minus(Number(text) === 0 ? text.replace("-", "") : text); };
const units = {
  growth: { decimals: 3, text: (value) => fixed(value, 3) },
  percent: { decimals: 4, text: (value) => fixed(100 * value, 2) + " %" },
  ratio: { decimals: 2, text: (value) => fixed(value, 2) },
  multiple: { decimals: 3, text: (value) => fixed(value, 3) },
  bps: { decimals: 1, text: (value) => fixed(value, 1) + " bps" },
};
const unpack = (steps, decimals) => {
  const factor = 10 ** decimals;
  let last = 0;
  return steps === "" ? [] : steps.split(",").map((step) => step === "" ? NaN : (last += Number(step)) / factor);
};
const make = (tag, className, text) => { const element = document.createElement(tag); element.className = className; element.textContent = text; return element; };
const isoDate = (day) => new Date(86400000 * day).toISOString().slice(0, 10);
const spoken = document.getElementById("spoken");

for (const frame of document.querySelectorAll("[data-chart]")) {
  const block = frame.parentElement.querySelector(".chart-data");
  const drawing = frame.querySelector("svg.chart");
  const cursor = drawing.querySelector(".cursor");
  let data;
  const tip = make("div", "tip", "");
  tip.hidden = true;
  frame.append(tip);
  let row = -1;
  const load = () => {
    if (data !== undefined) return data;
    const { days, unit, series } = JSON.parse(block.textContent);
    const form = units[unit];
    data = { days: unpack(days, 0), form, series: series.map((one) => ({ ...one, values: unpack(one.values, form.decimals) })) };
    return data;
  };
  const show = (at) => {
    const { days, form, series } = load();
    if (days.length === 0) return;
    row = Math.max(0, Math.min(days.length - 1, at));
    const place = (days[row] - days[0]) / Math.max(1, days[days.length - 1] - days[0]);
    for (const end of ["x1", "x2"]) cursor.setAttribute(end, 100 * place + "%");
    cursor.setAttribute("visibility", "visible");
    tip.replaceChildren(make("b", "", isoDate(days[row])));
    const words = [isoDate(days[row])];
    for (const { name, mark, values } of series) {
      const value = Number.isNaN(values[row]) ? "\\u2014" : form.text(values[row]);
      const line = make("span", "tip-line", "");
      line.append(make("i", "key " + mark, ""), make("span", "", name), make("em", "", value));
      tip.append(line);
      words.push(name + " " + value);
    }
    tip.hidden = false;
    const width = frame.clientWidth;
    const left = drawing.getBoundingClientRect().left - frame.getBoundingClientRect().left + place * drawing.getBoundingClientRect().width;
    tip.style.left = Math.max(0, left + (left > width / 2 ? -tip.offsetWidth - 12 : 12)) + "px";
    return words.join(", ");
  };
  const hide = () => { tip.hidden = true; cursor.setAttribute("visibility", "hidden"); };
  const nearest = (day) => {
    const { days } = load();
    let low = 0, high = days.length - 1;
    while (low < high) { const middle = (low + high) >> 1; if (days[middle] < day) low = middle + 1; else high = middle; }
    return low > 0 && day - days[low - 1] < days[low] - day ? low - 1 : low;
  };
  frame.addEventListener("pointermove", (event) => {
    const { left, width } = drawing.getBoundingClientRect();
    const { days } = load();
    show(nearest(days[0] + ((event.clientX - left) / width) * (days[days.length - 1] - days[0])));
  });
  frame.addEventListener("pointerleave", hide);
  frame.addEventListener("blur", hide);
  frame.addEventListener("keydown", (event) => {
    const { days } = load();
    const from = row < 0 ? days.length - 1 : row;
    const jump = Math.max(1, Math.round(days.length / 50));
    const goal = { ArrowLeft: from - 1, ArrowRight: from + 1, PageUp: from - jump, PageDown: from + jump, Home: 0, End: days.length - 1 }[event.key];
    if (event.key === "Escape") hide();
    if (goal === undefined) return;
    event.preventDefault();
    spoken.textContent = show(goal);
  });
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.textContent.trim() === "") return;
    const button = make("button", "sort", "");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isNumber = head.classList.contains("num");
      const before = head.getAttribute("aria-sort");
      const direction = before === null ? (isNumber ? -1 : 1) : before === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      const keyOf = (line) => { const cell = line.cells[column]; return cell.dataset.sort ?? cell.textContent.trim(); };
      const compare = (a, b) => {
        if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
        const difference = Number(a) - Number(b);
        return direction * (Number.isNaN(difference) ? (a < b ? -1 : a > b ? 1 : 0) : difference);
      };
      body.append(...[...body.rows].map((line) => [keyOf(line), line]).sort(([a], [b]) => compare(a, b)).map(([, line]) => line));
    });
  });
}

const factsBlock = document.querySelector(".run-facts");
if (factsBlock !== null) {
  const facts = JSON.parse(factsBlock.textContent);
  const text = (value) => value === null || value === undefined ? "\\u2014" : value === true ? "yes" : value === false ? "no" : typeof value === "object" ? JSON.stringify(value) : String(value);
  for (const place of document.querySelectorAll("[data-fact]")) place.textContent = text(facts[place.dataset.fact]);
  const nodes = facts.graph ?? [];
  for (const head of document.querySelectorAll("[data-node-fact]")) {
    const column = head.closest("th").cellIndex;
    [...head.closest("table").tBodies[0].rows].forEach((line, i) => { line.cells[column].textContent = text(nodes[i]?.[head.dataset.nodeFact]); });
  }
  for (const place of document.querySelectorAll("[data-node]")) {
    const node = nodes[Number(place.dataset.node)];
    if (node === undefined) continue;
    if (["computed", "extended", "cached", "failed", "skipped"].includes(node.fate)) place.classList.add(node.fate === "skipped" ? "failed" : node.fate);
    place.querySelector("title").textContent += ": " + text(node.fate) + (node.ms === null ? "" : ", " + node.ms + " ms");
  }
}

for (const drawing of document.querySelectorAll("svg.graph")) {
  const edges = [...drawing.querySelectorAll(".edge")];
  const nodes = [...drawing.querySelectorAll(".node")];
  const clear = () => { drawing.classList.remove("chosen"); for (const each of drawing.querySelectorAll(".near")) each.classList.remove("near"); };
  const choose = (node) => {
    clear();
    const number = node.dataset.node;
    const near = new Set([number]);
    for (const edge of edges) {
      if (!edge.dataset.ends.split(" ").includes(number)) continue;
      edge.classList.add("near");
      for (const end of edge.dataset.ends.split(" ")) near.add(end);
    }
    for (const each of nodes) if (near.has(each.dataset.node)) each.classList.add("near");
    drawing.classList.add("chosen");
  };
  for (const node of nodes) {
    node.addEventListener("pointerenter", () => choose(node));
    node.addEventListener("pointerleave", clear);
    node.addEventListener("focus", () => choose(node));
    node.addEventListener("blur", clear);
  }
}

let opened = [];
addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open]):not(.values)")]; for (const each of opened) each.open = true; });
addEventListener("afterprint", () => { for (const each of opened) each.open = false; });
})();
`
