// What is typed in the meeting is saved as it is typed. The page works without this.
// Only what has not reached the server yet is kept in the tab (sessionStorage), for this line and
// this person. It is wiped when it is saved, when the line is closed, and at log-out.
(() => {
  "use strict";
  const PREFIX = "felles-room:";
  const PAUSE = 700;
  const RETRY = 3000;
  const LOOK = 5000;

  const wipe = (keep) => {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX) && name !== keep) sessionStorage.removeItem(name);
    }
  };

  const start = (form) => {
    const key = `${PREFIX}${form.dataset.who}:${form.dataset.row}`;
    const isOwn = "own" in form.dataset;
    const status = form.querySelector("[data-status]");
    const dirty = new Set();
    let since = form.dataset.since || "0";
    let isSending = false;
    let isClosed = false;
    let timer = 0;

    const revisionOf = (name) => form.elements[isOwn ? "base" : `rev-${name}`];
    const valueOf = (name) => form.elements[name].value;
    const isField = (name) => Boolean(name && form.elements[name] && revisionOf(name));
    const load = () => JSON.parse(sessionStorage.getItem(key) || "{}");
    const say = (text) => { if (status && status.textContent !== text) status.textContent = text; };

    const keep = () => {
      const texts = {};
      for (const name of dirty) texts[name] = { text: valueOf(name), base: revisionOf(name).value };
      if (dirty.size) sessionStorage.setItem(key, JSON.stringify(texts));
      else sessionStorage.removeItem(key);
    };

    const plan = (pause) => {
      clearTimeout(timer);
      timer = setTimeout(send, pause);
    };

    const show = (name, answer) => {
      if (!answer.both) {
        form.elements[name].value = answer.other;
        return;
      }
      const part = form.querySelector(`[data-both="${CSS.escape(name)}"]`);
      if (!part) return;
      part.querySelector("[data-other]").textContent = answer.other;
      part.hidden = false;
      offer(part);
    };

    const hear = (texts) => {
      for (const [name, news] of Object.entries(texts || {})) {
        const isBusy = dirty.has(name) || document.activeElement === form.elements[name];
        if (!isField(name) || isBusy) continue;
        form.elements[name].value = news.text;
        revisionOf(name).value = news.revision;
      }
    };

    const leave = () => {
      wipe("");
      location.replace(location.pathname);
    };

    const take = (name, text, answer) => {
      if (name) {
        if (valueOf(name) === text) dirty.delete(name);
        if (answer.revision) revisionOf(name).value = answer.revision;
        if ("other" in answer) show(name, answer);
        keep();
      }
      hear(answer.texts);
      since = answer.since || since;
      if (answer.closed) isClosed = true;
      if (isClosed && name) dirty.delete(name);
      if (dirty.size) plan(0);
      else if (isClosed) leave();
      else if (answer.said) say(answer.said);
    };

    const send = async () => {
      clearTimeout(timer);
      if (isSending || !form.isConnected) return;
      const name = dirty.values().next().value || "";
      if (!name && (isOwn || document.hidden)) return plan(LOOK);
      const text = name ? valueOf(name) : "";
      const body = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        row: form.dataset.row, field: name, text, since,
        base: name ? revisionOf(name).value : "0",
      });
      isSending = true;
      try {
        const options = { method: "POST", body, headers: { Accept: "application/json" } };
        const response = await fetch(form.dataset.url, options);
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        isSending = false;
        if (!isClosed) plan(LOOK);
        take(name, text, answer);
      } catch {
        isSending = false;
        if (dirty.size) say(form.dataset.unsaved);
        plan(RETRY);
      }
    };

    const offer = (part) => {
      const button = part.querySelector("[data-take]");
      const name = part.dataset.both;
      if (!button || !isField(name)) return;
      button.hidden = false;
      button.onclick = () => {
        const other = part.querySelector("[data-other]").innerText.trim();
        form.elements[name].value = `${valueOf(name)} ${other}`.trim();
        part.hidden = true;
        change(name);
        form.elements[name].focus();
      };
    };

    const change = (name) => {
      if (!isField(name)) return;
      dirty.add(name);
      keep();
      say("");
      plan(PAUSE);
    };

    const restore = () => {
      for (const [name, kept] of Object.entries(load())) {
        if (!isField(name)) continue;
        form.elements[name].value = kept.text;
        revisionOf(name).value = kept.base;
        dirty.add(name);
      }
    };

    form.addEventListener("input", (event) => change(event.target.name));
    form.addEventListener("submit", (event) => {
      if (!navigator.onLine) {
        event.preventDefault();
        say(form.dataset.unsaved);
        return;
      }
      clearTimeout(timer);
    });
    window.addEventListener("online", () => plan(0));
    form.querySelectorAll("[data-both]:not([hidden])").forEach(offer);
    wipe(key);
    restore();
    plan(dirty.size ? 0 : LOOK);
  };

  const begin = () => {
    const form = document.querySelector("form[data-room]");
    if (form) start(form);
    else wipe("");
  };
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();
