// The bot's clock: shown running, and turned forward.

import { get, post } from "./api.js";
import { element, shortDayOf, timeOf, yearOf } from "./format.js";

const $ = (id) => document.getElementById(id);
const REFRESH = 10_000;

export function startClock(first, fail) {
  if (!first) return;
  let shown = first;
  let read = performance.now();
  const buttons = ["next", "hour", "day"].map((name) => $(`clock-${name}`));

  function draw() {
    const now = new Date(Date.parse(shown.now) + performance.now() - read);
    const words = `${shortDayOf(now)} ${timeOf(now)}`;
    $("clock-now").replaceChildren(element("span", "year", yearOf(now)), words);
    const next = shown.next && new Date(shown.next.at);
    $("clock-label").textContent = next ? `下一次：${shortDayOf(next)} ${timeOf(next)} ${shown.next.label}` : "近期没有待发的提醒";
    $("clock-next").disabled = !next;
  }

  function set(state) {
    shown = state;
    read = performance.now();
    draw();
  }

  for (const name of ["next", "hour", "day"]) {
    $(`clock-${name}`).addEventListener("click", async () => {
      buttons.forEach((button) => (button.disabled = true));
      try {
        set(await post("clock", { to: name }));
      } catch (error) {
        fail(error.message);
      } finally {
        buttons.forEach((button) => (button.disabled = false));
        draw();
      }
    });
  }
  $("clock").hidden = false;
  draw();
  setInterval(draw, 1000);
  setInterval(() => get("clock").then(set, () => {}), REFRESH);
}
