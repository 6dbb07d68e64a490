// Notes that wait on the phone until there is net. Each lies encrypted under a key that cannot be
// taken out, is sent once, and is gone afterwards, at logout, or after three days. Without this
// script, or where the phone cannot keep anything, the page is a plain form.
(() => {
  "use strict";
  const form = document.getElementById("noter");
  if (!form || !window.indexedDB || !window.crypto?.subtle || !navigator.locks) return;
  const words = form.dataset;
  const isShell = "shell" in words;
  const LONGEST = 72 * 60 * 60 * 1000;
  const PLACE = "noter-sted";
  const ASKED = ["arena", "what", "how_many"];
  const said = form.querySelector("[data-said]");
  const box = document.getElementById("waiting");
  const part = (name) => box.querySelector(`[${name}]`);

  // --- What the phone keeps: "notes" by key; in "kept" the key of encryption and whose page it is.
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("noter", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("notes", { keyPath: "key" });
      asked.result.createObjectStore("kept");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const within = async (name, mode, ask) => {
    const base = await opened;
    return new Promise((resolve, reject) => {
      const deed = base.transaction(name, mode, { durability: "strict" });
      const asked = ask(deed.objectStore(name));
      deed.oncomplete = () => resolve(asked.result);
      deed.onabort = deed.onerror = () => reject(deed.error);
    });
  };
  const listNotes = () => within("notes", "readonly", (store) => store.getAll());
  const putNote = (note) => within("notes", "readwrite", (store) => store.put(note));
  const dropNote = (key) => within("notes", "readwrite", (store) => store.delete(key));
  const getKept = (name) => within("kept", "readonly", (store) => store.get(name));
  const putKept = (name, value) => within("kept", "readwrite", (store) => store.put(value, name));
  const dropKept = (name) => within("kept", "readwrite", (store) => store.delete(name));

  const lock = async (fields) => {
    let key = await getKept("key");
    if (!key) {
      key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      await putKept("key", key);
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(fields));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
  };
  const unlock = async (note) => {
    const key = await getKept("key");
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: note.iv }, key, note.data);
    return JSON.parse(new TextDecoder().decode(plain));
  };
  // One at a time saves and throws away keys, and one at a time sends, also between two open pages.
  // Apart, so that a net that hangs never keeps anybody from saving.
  const savingInTurn = (deed) => navigator.locks.request("noter", deed);
  const sendingInTurn = (deed) => navigator.locks.request("noter-send", deed);
  const soon = () => AbortSignal.timeout(15000);

  // --- What the page tells
  const show = async (why = "", { login = false } = {}) => {
    const notes = await listNotes();
    const look = notes.some((note) => note.look);
    box.hidden = notes.length === 0;
    part("data-waiting").textContent =
      notes.length === 1 ? words.one : words.manyWait.replace("{n}", notes.length);
    part("data-why").textContent = why || (look ? words.look : notes.find((note) => note.why)?.why || "");
    part("data-to-login").hidden = !login;
    part("data-look").hidden = !look;
  };

  // --- Sending
  const fetchReady = async () => {
    const answer = await fetch(words.ready, { redirect: "manual", cache: "no-store", signal: soon() });
    if (answer.type === "opaqueredirect") return { ended: true };
    if (!answer.ok) throw new Error("not ready");
    const ready = await answer.json();
    await putKept("who", { owner: ready.owner, school: ready.school });
    return ready;
  };
  const sendOne = async (note, ready) => {
    const fields = await unlock(note).catch(() => null);
    if (!fields) return dropNote(note.key);
    const body = new URLSearchParams({
      ...fields, form_token: note.key, csrfmiddlewaretoken: ready.csrf, sent_at: Date.now(),
    });
    const answer = await fetch(words.send, { method: "POST", body, redirect: "manual", signal: soon() });
    if (answer.ok) return dropNote(note.key);
    if (answer.status !== 422) throw new Error("not taken");
    const told = await answer.json();
    return putNote({ ...note, look: told.state === "look", why: told.state === "look" ? "" : told.reason });
  };
  const tidy = () => savingInTurn(async () => {
    // Only after an attempt to send: a clock that was put right must not make a note too old.
    for (const note of await listNotes()) {
      if (Date.now() - note.keptAt > LONGEST) await dropNote(note.key);
    }
    if ((await listNotes()).length === 0) await dropKept("key");
  });
  const send = () => sendingInTurn(async () => {
    let why = "";
    let login = false;
    try {
      const ready = await fetchReady();
      const notes = await listNotes();
      login = Boolean(ready.ended) && notes.length > 0;
      if (login) why = words.ended;
      if (!ready.ended) {
        for (const note of notes) {
          if (note.owner !== ready.owner) why = words.other;
          else if (!note.look) await sendOne(note, ready);
        }
      }
    } catch {
      why = words.offline;
    }
    await tidy();
    await show(why, { login });
  });

  // --- Saving
  const read = () => {
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrfmiddlewaretoken;
    delete fields.form_token;
    return fields;
  };
  const keepNote = (fields) => savingInTurn(async () => {
    const who = await getKept("who");
    if (!who) throw new Error("nobody has opened the page with net");
    const note = { key: fields.client_key, owner: who.owner, keptAt: Date.now() };
    const sealed = await lock({
      ...fields, school: fields.school || who.school, noted_at: fields.noted_at || Date.now(),
    });
    await putNote({ ...note, ...sealed });
  });
  const clear = () => {
    const place = form.elements.arena.value;
    form.reset();
    for (const field of form.elements) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    }
    for (const name of ["text", "noted_at", "sent_at"]) form.elements[name].value = "";
    form.querySelector(".outreach__more").open = false;
    form.elements.client_key.value = crypto.randomUUID();
    setPlace(place);
  };
  // A place that is remembered takes one line, so that the rest is within the thumb's reach.
  const places = form.querySelector("[name=arena]").closest("fieldset");
  const shorten = (isShort) => places.classList.toggle("outreach__place--short", isShort);
  const addChange = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button outreach__change";
    button.dataset.variant = "tertiary";
    button.textContent = words.change;
    button.addEventListener("click", () => {
      shorten(false);
      (places.querySelector(":checked") || places.querySelector("input")).focus();
    });
    places.classList.add("outreach__place");
    places.querySelector(".group__options").append(button);
  };
  const setPlace = (place) => {
    for (const radio of form.querySelectorAll("[name=arena]")) radio.checked = radio.value === place;
    shorten(places.querySelector(":checked") !== null);
  };
  const review = async () => {
    if (isShell) return location.assign(words.page);
    const note = (await listNotes()).find((one) => one.look);
    if (!note) return show();
    const fields = await unlock(note);
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && field.type !== "checkbox") field.value = value;
    }
    return HTMLFormElement.prototype.submit.call(form);
  };

  let busy = false;
  let savedAt = -Infinity;
  const submit = async (event) => {
    event.preventDefault();
    // The second tap of a double tap is no note of its own.
    if (busy || performance.now() - savedAt < 1000) return;
    const fields = read();
    const missing = ASKED.find((name) => !fields[name]);
    if (missing) {
      said.textContent = words.missing;
      form.querySelector(`[name=${missing}]`).focus();
      return;
    }
    busy = true;
    const isReviewed = form.querySelector(".checked") !== null;
    try {
      localStorage.setItem(PLACE, fields.arena);
      await keepNote(fields);
    } catch {
      if (isShell) said.textContent = words.failed;
      else HTMLFormElement.prototype.submit.call(form);
      return;
    } finally {
      busy = false;
    }
    clear();
    savedAt = performance.now();
    said.textContent = words.kept;
    await send();
    const left = (await listNotes()).find((note) => note.key === fields.client_key);
    if (!left) said.textContent = words.saved;
    if (left?.look && !isShell) await review();
    else if (isReviewed) location.assign(words.page);
  };

  // Logging out empties the phone: first send what waits, then say what would be lost.
  let warned = false;
  const leave = async (event) => {
    const leaving = event.target;
    if (warned || leaving.getAttribute("action") !== words.logout) return;
    event.preventDefault();
    event.stopPropagation();
    await send();
    warned = true;
    if ((await listNotes()).length === 0) HTMLFormElement.prototype.submit.call(leaving);
    else {
      document.getElementById("menu")?.hidePopover?.();
      said.textContent = words.leaving;
    }
  };

  addChange();
  // A page that the browser brings back has the key of a note that is kept already.
  if (!("sentBack" in words)) form.elements.client_key.value = crypto.randomUUID();
  if (!form.elements.arena.value) setPlace(localStorage.getItem(PLACE));
  form.addEventListener("submit", submit);
  document.addEventListener("submit", leave, true);
  part("data-look").addEventListener("click", review);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(() => { if (!box.hidden && !document.hidden) send(); }, 30000);
  navigator.serviceWorker?.register(words.worker, { scope: words.page, updateViaCache: "none" }).catch(() => {});
  send();
})();
