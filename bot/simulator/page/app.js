// The page: who one is, what the chat shows, and what happens when the bot or the user acts.

import { get, listen, post, upload } from "./api.js";
import { ChatView } from "./chat.js";
import { startClock } from "./clock.js";
import { Composer } from "./composer.js";
import { element } from "./format.js";
import { chooseOpener, People } from "./people.js";
import { startTour } from "./tour.js";

const $ = (id) => document.getElementById(id);
const ACTIONS = { typing: "正在输入…", upload_photo: "正在发送图片…", upload_document: "正在发送文件…" };
const LAST_PERSONA = "weibao-persona";

let bot = { name: "未保助手", username: "" };
let me = null;
let typingTimer = 0;
let toastTimer = 0;

const chat = new ChatView($("messages"), {
  press: (message, row, column) =>
    attempt(async () => {
      const said = await post(`people/${me}/press`, { message_id: message.message_id, row, column });
      if (said.text) (said.alert ? alertBox : toast)(said.text);
    }),
  link: openLink,
  command: (text) => send(text),
  reply: (message) => composer.reply(message),
  edit: (message) => composer.edit(message),
  grown: () => stick && chat.toEnd(),
});

const composer = new Composer({
  send: (text, replyTo) => send(text, replyTo),
  edit: (id, text) => attempt(() => post(`people/${me}/edit`, { message_id: id, text })),
  upload: (kind, files, caption) =>
    attempt(() => {
      const form = new FormData();
      form.append("kind", kind);
      form.append("caption", caption);
      files.forEach((file) => form.append("file", file));
      return upload(`people/${me}/upload`, form);
    }),
});

const people = new People($("people-list"), $("people-filter"), (id) => {
  document.body.classList.remove("choosing");
  become(id);
});

let stick = true; // keep the newest message in view

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

function send(text, replyTo) {
  stick = true;
  return attempt(() => post(`people/${me}/send`, { text, reply_to: replyTo ?? null }));
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => ($("toast").hidden = true), 4000);
}

function alertBox(text) {
  $("toast").hidden = true;
  $("alert-text").textContent = text;
  $("alert").showModal();
}

function status(text) {
  $("status").textContent = text || "机器人";
  $("status").classList.toggle("busy", Boolean(text));
  clearTimeout(typingTimer);
  if (text) typingTimer = setTimeout(() => status(""), 5500);
}

// A deep link to the bot is opened by someone of the cast, and one that is shared by whom it goes to;
// every other link is the browser's.
function openLink(url) {
  const match = new URL(url, location.href);
  const telegram = ["t.me", "telegram.me"].includes(match.hostname);
  if (telegram && match.pathname === "/share/url") return openLink(match.searchParams.get("url") || "");
  const own = telegram && match.pathname.slice(1) === bot.username;
  if (!own) return false;
  const payload = match.searchParams.get("start") || "";
  chooseOpener($("link"), $("link-list"), people.cast, async (id) => {
    await become(id);
    stick = true;
    await attempt(() => post(`people/${id}/start`, { payload }));
  });
  return true;
}

async function become(id) {
  if (id !== me) composer.quiet();
  me = id;
  localStorage.setItem(LAST_PERSONA, String(id));
  status("");
  people.current = id;
  await show();
}

async function show() {
  const id = me;
  const shown = await attempt(() => get(`people/${id}`));
  if (!shown || id !== me) return;
  chat.clear();
  shown.messages.forEach((message) => chat.put(message));
  if (!shown.messages.length) {
    const words = [element("h2", "", bot.name), element("p", "", shown.description || "有什么想问的，直接输入即可。")];
    $("messages").append(element("div", "welcome", ...words));
  }
  $("start").hidden = shown.opened;
  $("form").hidden = !$("start").hidden;
  composer.setCommands(shown.commands);
  composer.setKeyboard(shown.messages);
  const persona = people.get(id);
  $("who-now").textContent = persona ? persona.name : "身份";
  stick = true;
  chat.toEnd();
  read(id);
}

function read(id) {
  const persona = people.get(id);
  if (persona) persona.unread = 0;
  drawPeople();
  post(`people/${id}/read`).catch(() => {});
}

function drawPeople() {
  people.draw();
  $("unread-all").textContent = people.unread;
  $("unread-all").hidden = !people.unread;
}

async function refresh() {
  const state = await attempt(() => get("state"));
  if (!state) return null;
  bot = state.bot;
  $("bot-name").textContent = bot.name;
  $("ribbon").textContent = state.ribbon;
  $("ribbon").hidden = !state.ribbon;
  people.set(state.cast);
  return state;
}

function onEvent(event) {
  const persona = people.get(event.chat);
  const mine = event.chat === me;
  if (event.kind === "message") {
    if (persona) {
      persona.last = event.message;
      if (event.by_bot && !mine) persona.unread += 1;
    }
    drawPeople();
  }
  if (!mine) return;
  const atEnd = chat.atEnd();
  if (event.kind === "message" || event.kind === "edit") {
    if (event.by_bot) status("");
    document.querySelector(".welcome")?.remove();
    chat.put(event.message);
    composer.setKeyboard(chat.latest);
    $("start").hidden = true;
    $("form").hidden = false;
    if (event.kind === "message" && event.by_bot) {
      read(me);
      get(`people/${me}`).then((shown) => composer.setCommands(shown.commands), () => {});
    }
  } else if (event.kind === "delete") {
    chat.remove(event.message_id);
  } else if (event.kind === "typing") {
    status(ACTIONS[event.data.action] || "正在处理…");
  } else if (event.kind === "refused") {
    chat.note(`接口拒绝 ${event.data.method}：${event.data.error_code} ${event.data.description}`);
  }
  if (stick || atEnd || event.message?.mine) chat.toEnd();
}

$("messages").addEventListener("scroll", () => {
  stick = chat.atEnd();
  $("to-end").hidden = stick;
});
$("to-end").addEventListener("click", () => chat.toEnd());
$("start").addEventListener("click", () => attempt(() => post(`people/${me}/start`)));
$("people-open").addEventListener("click", () => document.body.classList.add("choosing"));
$("people-close").addEventListener("click", () => document.body.classList.remove("choosing"));

// The tour's words; who has not begun yet presses 开始 first, as in Telegram.
async function fill(text) {
  if (!$("start").hidden) await attempt(() => post(`people/${me}/start`));
  $("start").hidden = true;
  $("form").hidden = false;
  composer.fill(text);
}

async function begin() {
  const state = await refresh();
  if (!state) return;
  startClock(state.clock, toast);
  listen(onEvent, async () => {
    await refresh();
    await show();
  });
  const last = Number(localStorage.getItem(LAST_PERSONA));
  const first = people.get(last) || state.cast[0];
  if (first) await become(first.id);
  startTour(state.tour, { become, fill, nameOf: (id) => people.get(id)?.name || "" });
}

begin();
