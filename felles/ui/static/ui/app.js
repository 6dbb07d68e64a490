// Small helpers over plain HTML. Every page works without them.
// Nothing is kept in the browser but what a meeting has not been able to send yet (web/room.js),
// in the tab alone, and no longer than to log-out.
(() => {
  "use strict";
  const cover = document.getElementById("cover");
  let titleBefore = "";
  let focusBefore = null;

  // Hide the screen. The cover is a popover, so it lies over everything else.
  const hideScreen = () => {
    if (!cover || !cover.hidden) return;
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    document.querySelectorAll("[popover]").forEach((open) => {
      if (open.matches(":popover-open")) open.hidePopover();
    });
    titleBefore = document.title;
    focusBefore = document.activeElement;
    document.title = "Felles";
    for (const part of document.body.children) if (part !== cover) part.inert = true;
    cover.hidden = false;
    if (cover.showPopover) cover.showPopover();
    cover.querySelector("[data-show-screen]").focus();
  };

  const showScreen = () => {
    if (cover.hidePopover) cover.hidePopover();
    cover.hidden = true;
    for (const part of document.body.children) part.inert = false;
    document.title = titleBefore;
    if (focusBefore) focusBefore.focus();
  };

  const setUpHiding = () => {
    if (!cover) return;
    document.querySelectorAll("[data-hide-screen]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", hideScreen);
    });
    cover.querySelector("[data-show-screen]").addEventListener("click", showScreen);
    let lastEscape = 0;
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      if (event.timeStamp - lastEscape < 600) hideScreen();
      lastEscape = event.timeStamp;
    }, true);
  };

  // A second click must not send a form twice. The server refuses it too; this is a courtesy.
  const guardAgainstDoubleSubmit = () => {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.method !== "post" || "many" in form.dataset) return;
      if ("sent" in form.dataset) {
        event.preventDefault();
        return;
      }
      if (event.defaultPrevented) return;
      form.dataset.sent = "";
      // Later, so that the pressed button's own value is still sent.
      setTimeout(() => setBusy(form, true));
    });
    window.addEventListener("pageshow", release);
    document.addEventListener("htmx:afterRequest", release);
  };

  const setBusy = (form, isBusy) => {
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      if (isBusy) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
      button.disabled = isBusy;
    }
  };

  const release = () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      setBusy(form, false);
    });
  };

  // After a part of the page is replaced, the keyboard and the screen reader go there.
  const moveFocusOnSwap = () => {
    document.addEventListener("htmx:afterSwap", (event) => {
      const part = event.detail.target;
      if (!part || !part.isConnected || part.closest("[data-keep-focus]")) return;
      const goal = part.querySelector("ds-error-summary, [data-focus], h1, h2") || part;
      if (!goal.hasAttribute("tabindex")) goal.setAttribute("tabindex", "-1");
      goal.focus({ preventScroll: goal === part });
    });
  };

  const sayWhenRequestsFail = () => {
    const tell = () => {
      const messages = document.getElementById("messages");
      if (!messages) return;
      const notice = document.createElement("div");
      notice.className = "notice";
      notice.dataset.color = "danger";
      notice.textContent = document.body.dataset.failed || "";
      messages.replaceChildren(notice);
      messages.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("htmx:responseError", tell);
    document.addEventListener("htmx:sendError", tell);
    document.addEventListener("htmx:timeout", tell);
  };

  const forgetAtLogOut = () => {
    document.addEventListener("submit", (event) => {
      if ("forget" in event.target.dataset) sessionStorage.clear();
    });
  };

  setUpHiding();
  forgetAtLogOut();
  guardAgainstDoubleSubmit();
  moveFocusOnSwap();
  sayWhenRequestsFail();
})();
