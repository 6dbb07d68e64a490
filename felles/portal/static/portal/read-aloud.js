// Reads the page aloud with the browser's own voice. The button shows only where there is a voice
// for the page's language; nothing is sent anywhere but to the browser.
(() => {
  const button = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  const language = document.documentElement.lang;
  const label = button.querySelector("span");
  const start = label.textContent;

  const findVoice = () => {
    const near = { nb: ["nb", "no", "nn"], nn: ["nn", "nb", "no"] }[language] || [language];
    const voices = speech.getVoices();
    for (const code of near) {
      const voice = voices.find((one) => one.lang.toLowerCase().split(/[-_]/)[0] === code);
      if (voice) return voice;
    }
    return null;
  };
  const show = () => { button.hidden = !findVoice(); };
  const stop = () => { speech.cancel(); label.textContent = start; };

  button.addEventListener("click", () => {
    if (speech.speaking) { stop(); return; }
    const voice = findVoice();
    const parts = [...document.querySelectorAll("h1, [data-read]")].map((part) => part.textContent.trim());
    parts.forEach((part, number) => {
      const said = new SpeechSynthesisUtterance(part);
      said.voice = voice;
      said.lang = voice.lang;
      if (number === parts.length - 1) said.addEventListener("end", stop);
      speech.speak(said);
    });
    label.textContent = button.dataset.stop;
  });
  window.addEventListener("pagehide", stop);
  speech.addEventListener?.("voiceschanged", show);
  show();
})();
