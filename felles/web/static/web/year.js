// A slider beside each number. The number field stays the one that is sent; without this file it
// does the whole job.
(() => {
  for (const number of document.querySelectorAll("input[data-slider]")) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.className = "slider";
    slider.min = number.min;
    slider.max = number.max;
    slider.value = number.value;
    // The number beside it says the same to those who listen.
    slider.tabIndex = -1;
    slider.setAttribute("aria-hidden", "true");
    slider.addEventListener("input", () => { number.value = slider.value; });
    number.addEventListener("input", () => { slider.value = number.value; });
    number.after(slider);
  }
})();
