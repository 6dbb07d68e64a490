// Keeps what a pupil writes while it is written, so that nothing is lost when the page is loaded
// anew or the time runs out. It goes where the button would send it, and nowhere else.
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form || !window.fetch) return;
  let timer = 0;
  let under_way = Promise.resolve();
  let is_sent = false;

  const keep = () => {
    window.clearTimeout(timer);
    timer = 0;
    if (is_sent) return;
    const data = new FormData(form);
    data.append("keep", "1");
    const send = () => fetch(form.action, { method: "POST", body: data, keepalive: true }).catch(() => {});
    under_way = under_way.then(send);
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 700);
  });
  // What is under way must not come in after what the pupil sends.
  form.addEventListener("submit", (event) => {
    if (is_sent) return;
    event.preventDefault();
    is_sent = true;
    window.clearTimeout(timer);
    under_way.then(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("pagehide", () => { if (timer) keep(); });
  window.addEventListener("pageshow", () => { is_sent = false; });
})();
