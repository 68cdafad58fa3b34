// A two-minute tour: steps given by the embedding program, dismissed for good if the user likes.

const $ = (id) => document.getElementById(id);
const DISMISSED = "weibao-tour-dismissed";

export function startTour(steps, { become, fill, nameOf }) {
  if (!steps.length) return;
  let at = 0;

  function show(step) {
    at = step;
    const { title, text, persona, suggestion } = steps[at];
    $("tour-count").textContent = `导览 ${at + 1} / ${steps.length}` + (persona ? ` · 当前身份：${nameOf(persona)}` : "");
    $("tour-title").textContent = title;
    $("tour-text").textContent = text;
    $("tour-fill-row").hidden = !suggestion;
    $("tour-suggestion").textContent = suggestion;
    $("tour-back").hidden = at === 0;
    $("tour-next").textContent = at === steps.length - 1 ? "完成" : "下一步";
    $("tour").hidden = false;
    $("tour-open").hidden = true;
    if (persona) become(persona);
  }

  function close() {
    localStorage.setItem(DISMISSED, "yes");
    $("tour").hidden = true;
    $("tour-open").hidden = false;
  }

  $("tour-close").addEventListener("click", close);
  $("tour-back").addEventListener("click", () => show(at - 1));
  $("tour-next").addEventListener("click", () => (at === steps.length - 1 ? close() : show(at + 1)));
  $("tour-open").addEventListener("click", () => show(0));
  $("tour-fill").addEventListener("click", async () => {
    const { persona, suggestion } = steps[at];
    if (persona) await become(persona);
    fill(suggestion);
  });
  if (localStorage.getItem(DISMISSED)) $("tour-open").hidden = false;
  else show(0);
}
