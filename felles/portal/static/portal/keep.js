// Keeps what a pupil writes while it is written, so that nothing is lost when the page is loaded
// anew or the time runs out. It goes where the button would send it, and nowhere else.
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form || !window.fetch) return;
  let timer = 0;
  let under_way = null;
  let is_sent = false;

  const stop = () => { window.clearTimeout(timer); timer = 0; };
  const keep = () => {
    stop();
    if (is_sent) return;
    const data = new FormData(form);
    data.append("keep", "1");
    const send = () => fetch(form.action, { method: "POST", body: data, keepalive: true });
    const mine = (under_way || Promise.resolve()).then(send).catch(() => {}).finally(() => {
      if (under_way === mine) under_way = null;
    });
    under_way = mine;
  };
  form.addEventListener("input", () => {
    stop();
    timer = window.setTimeout(keep, 700);
  });
  form.addEventListener("submit", (event) => {
    stop();
    is_sent = true;
    if (!under_way) return;
    // What is under way must not come in after what the pupil sends.
    event.preventDefault();
    const button = event.submitter;
    under_way.then(() => setTimeout(() => form.requestSubmit(button)));
  });
  window.addEventListener("pagehide", () => { if (timer) keep(); });
  window.addEventListener("pageshow", () => { is_sent = false; });
})();
