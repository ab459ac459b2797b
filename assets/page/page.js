"use strict";
// Keeps <main> as the server has it. Without this file the page reloads itself, and its forms work all the same.
(() => {
  const NORMAL = 4000, LONGEST = 30000;
  let pause = NORMAL, timer = 0, sound = null, shown = document.querySelector("main").outerHTML;

  const again = (wait) => { clearTimeout(timer); timer = setTimeout(look, wait); };

  // Three tones and a vibration; a browser lets a page sound only after a touch, so the visitor asks for it.
  const ring = () => {
    if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 400]);
    if (!sound) return;
    for (const [n, pitch] of [660, 880, 660].entries()) {
      const tone = sound.createOscillator(), volume = sound.createGain(), start = sound.currentTime + n * 0.45;
      tone.frequency.value = pitch;
      volume.gain.value = 0.4;
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 0.35);
    }
  };

  const offer = () => {
    const button = document.getElementById("notice");
    if (!button || !("vibrate" in navigator || window.AudioContext)) return;
    button.hidden = false;
    if (sound) { button.textContent = button.dataset.on; button.disabled = true; return; }
    button.onclick = () => {
      if (window.AudioContext) { sound = new AudioContext(); sound.resume(); }
      ring();
      button.textContent = button.dataset.on;
      button.disabled = true;
    };
  };

  // Changes what differs and leaves the rest: the focus stays, and the live region says the news alone.
  const patch = (old, now) => {
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const there = [...old.childNodes];
    const wanted = [...now.childNodes];
    wanted.forEach((child, place) => {
      const here = there[place];
      if (!here) old.append(child);
      else if (here.nodeName !== child.nodeName || here.className !== child.className) here.replaceWith(child);
      else if (child.nodeType === Node.TEXT_NODE) { if (here.data !== child.data) here.data = child.data; }
      else patch(here, child);
    });
    for (const extra of there.slice(wanted.length)) extra.remove();
  };

  const show = (fresh) => {
    if (fresh.outerHTML === shown) return;
    shown = fresh.outerHTML;
    const main = document.querySelector("main"), before = main.className;
    const opened = main.querySelector("details[open]"), later = fresh.querySelector("details");
    if (opened && later) later.open = true;
    patch(main, fresh);
    document.title = fresh.dataset.title || document.title;
    offer();
    if (fresh.className === "called" && before !== "called") ring();
  };

  const look = async () => {
    if (document.hidden && !sound) return;
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), 8000);
    try {
      const answer = await fetch(location.href, { signal: stop.signal, credentials: "omit" });
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.documentElement.removeAttribute("data-lost");
      show(document.importNode(page.querySelector("main"), true));
      pause = NORMAL;
    } catch {
      document.documentElement.setAttribute("data-lost", "");
      pause = Math.min(LONGEST, pause * 1.5);
    } finally { clearTimeout(limit); }
    if (!document.querySelector("main[data-final]")) again(pause);
  };

  offer();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(0); });
  if (!document.querySelector("main[data-final]")) again(NORMAL);
})();
