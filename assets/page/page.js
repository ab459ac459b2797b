"use strict";
// Keeps <main> as the server has it. Without this file the page reloads itself.
(() => {
  const NORMAL = 4000, LONGEST = 30000;
  let pause = NORMAL, timer = 0;

  const again = (wait) => { clearTimeout(timer); timer = setTimeout(look, wait); };

  const show = (fresh) => {
    const main = document.querySelector("main"), before = main.className;
    if (fresh.outerHTML === main.outerHTML) return;
    main.replaceWith(fresh);
    document.title = fresh.dataset.title || document.title;
    if (fresh.className === "called" && before !== "called" && navigator.vibrate) navigator.vibrate([400, 200, 400]);
  };

  const look = async () => {
    if (document.hidden) return;
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

  document.addEventListener("visibilitychange", () => { if (!document.hidden) again(0); });
  if (!document.querySelector("main[data-final]")) again(NORMAL);
})();
