// Requests to the demo interface of this server, and its stream of events.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || "未能完成，请稍后再试。");
  return body;
}

const offline = () => {
  throw new Error("演示程序没有应答，请确认它仍在运行。");
};

export const get = (path) => fetch(`/demo/api/${path}`).catch(offline).then(answer);

export const post = (path, body = {}) =>
  fetch(`/demo/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  })
    .catch(offline)
    .then(answer);

export const upload = (path, form) =>
  fetch(`/demo/api/${path}`, { method: "POST", body: form }).catch(offline).then(answer);

export const fileUrl = (id) => `/demo/api/files/${encodeURIComponent(id)}`;

// EventSource reconnects by itself; after a gap the page reads everything anew.
export function listen(onEvent, onGap) {
  const source = new EventSource("/demo/api/events");
  let opened = false;
  source.onopen = () => {
    if (opened) onGap();
    opened = true;
  };
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
}
