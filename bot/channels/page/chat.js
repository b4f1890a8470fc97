// The page's side of the chat. Plain ES2017: it has to run on old phones.
(() => {
  "use strict";
  const root = document.documentElement;
  const page = JSON.parse(document.body.dataset.page);
  const find = (id) => document.getElementById(id);
  const log = find("log"), form = find("form"), box = find("question"), status = find("status");
  const waits = [1000, 2000, 4000, 8000, 15000, 30000, 30000];
  const wanted = root.lang;
  let queue = Promise.resolve();

  const text = (name) => page.texts[root.lang][name];

  function make(tag, classes, content) {
    const made = document.createElement(tag);
    made.className = classes;
    if (content) made.textContent = content;
    return made;
  }

  // An id for each message: when it is sent again after a broken connection, it counts once.
  function newId() {
    const numbers = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(numbers, (n) => (n + 256).toString(16).slice(1)).join("");
  }

  function pause(milliseconds) {
    return new Promise((go) => {
      setTimeout(go, milliseconds);
      window.addEventListener("online", () => setTimeout(go, 300), { once: true });
    });
  }

  // What the server says, or null where it could not be reached.
  async function post(body) {
    const ask = fetch("chat?lang=" + root.lang + (page.staff ? "&staff=1" : ""), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const late = new Promise((_, fail) => setTimeout(fail, 40000));
    try {
      const answer = await Promise.race([ask, late]);
      return answer.status > 501 ? null : await answer.json();
    } catch (_) {
      return null;
    }
  }

  async function deliver(message) {
    const slow = setTimeout(() => { status.textContent = text("wait"); }, 700);
    let answer = await post(message.body);
    clearTimeout(slow);
    for (const wait of waits) {
      if (answer) break;
      status.textContent = text("gone");
      await pause(wait);
      answer = await post(message.body);
    }
    status.textContent = "";
    if (message.button) message.button.removeAttribute("aria-disabled");
    if (message.bubble) message.bubble.classList.remove("waiting");
    if (!answer || answer.error) return excuse(message, answer);
    follow(answer.language);
    if (message.first && page.chosen && root.lang !== wanted) {
      // The address asks for another language than this conversation has been in.
      return deliver({ body: { id: newId(), action: "language:" + wanted } });
    }
    show(answer, message.body.text || "");
  }

  function send(message) {
    queue = queue.then(() => deliver(message));
  }

  // The message stays where it is, with the reason and a button to send it again.
  function excuse(message, answer) {
    const place = message.bubble || log.appendChild(make("div", "message"));
    const why = place.appendChild(make("p", "problem", answer ? answer.error : text("unsent")));
    const again = place.appendChild(make("button", "", text("again")));
    again.type = "button";
    again.addEventListener("click", () => {
      if (document.activeElement === again) box.focus();
      why.remove();
      again.remove();
      if (!message.bubble) place.remove();
      send(message);
    });
  }

  // The page speaks the language of the conversation.
  function follow(language) {
    if (!page.texts[language] || language === root.lang) return;
    root.lang = language;
    document.querySelectorAll("[data-text]").forEach((each) => { each.textContent = text(each.dataset.text); });
    document.querySelectorAll("[data-label]").forEach((each) => {
      each.setAttribute("aria-label", text(each.dataset.label));
    });
    document.querySelectorAll("nav a").forEach((each) => {
      if (each.lang === language) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    });
  }

  function speak(words) {
    const bubble = make("div", "message mine waiting");
    bubble.appendChild(make("span", "who", text("you")));
    bubble.appendChild(make("div", "text", words)).dir = "auto";
    log.appendChild(bubble);
    return bubble;
  }

  function show(answer, question) {
    const shown = answer.replies.map((reply) => {
      const place = make("div", "message bot");
      if (reply.language) place.lang = reply.language;
      place.appendChild(make("span", "who", text("bot")));
      // Safe: the server wrote it from Markdown and let no other tag through.
      place.appendChild(make("div", "text")).innerHTML = reply.html;
      if (reply.call) place.appendChild(toLink("tel:" + reply.call.phone.replace(/[^+\d]/g, ""), "📞 " + reply.call.phone));
      if (reply.file) {
        const link = toLink(URL.createObjectURL(new Blob([reply.file.text], { type: "text/calendar" })), "📎 " + reply.file.name);
        link.download = reply.file.name;
        place.appendChild(link);
      }
      for (const row of reply.buttons) {
        const line = place.appendChild(make("div", "row"));
        row.forEach((each) => line.appendChild(toButton(each, reply.quotes ? question : "")));
      }
      return place;
    });
    if (page.staff) explain(answer, shown[shown.length - 1]);
    shown.forEach((each) => log.appendChild(each));
    if (shown.length && log.children.length > shown.length) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      shown[0].scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    }
  }

  function toLink(address, words) {
    const made = make("a", "button", words);
    made.href = address;
    return made;
  }

  function toButton(each, question) {
    const made = make(each.url ? "a" : "button", "button", each.label);
    if (each.url) {
      made.href = each.url;
      made.target = "_blank";
      made.rel = "noopener noreferrer";
      return made;
    }
    made.type = "button";
    made.addEventListener("click", () => {
      if (made.hasAttribute("aria-disabled")) return;
      made.setAttribute("aria-disabled", "true");
      press(each.action, each.label, question, made);
    });
    return made;
  }

  function press(action, label, question, button) {
    const body = { id: newId(), action: action };
    if (question) body.text = question;
    send({ body: body, button: button, bubble: speak(label) });
  }

  function explain(answer, place) {
    const problems = find("problems"), list = problems.querySelector("ul");
    list.textContent = "";
    (answer.problems || []).forEach((each) => list.appendChild(make("li", "", each)));
    problems.hidden = !list.firstChild;
    const match = answer.match;
    if (!match || !place) return;
    const panel = place.appendChild(make("details", "staff"));
    const decision = text(match.decision) || match.decision;
    panel.open = true;
    panel.lang = root.lang;
    panel.appendChild(make("summary", "", text("staff")));
    const lines = panel.appendChild(make("dl", ""));
    const say = (name, value) => {
      lines.appendChild(make("dt", "", text(name)));
      lines.appendChild(make("dd", "", value || "–"));
    };
    say("decision", decision);
    say("probability", match.probability);
    say("topic", match.topic || match.choices.join(", "));
    say("phrase", match.phrase);
    say("ranked", match.ranked.join(", "));
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = Math.max(44, box.scrollHeight + 4) + "px";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = box.value.trim();
    if (words) {
      box.value = "";
      grow();
      const bubble = speak(words);
      bubble.scrollIntoView(false);
      send({ body: { id: newId(), text: words }, bubble: bubble });
    }
    box.focus();
  });
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.querySelector("button").click();
    }
  });
  document.querySelectorAll("nav a").forEach((each) => each.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(null, "", each.getAttribute("href"));
    press("language:" + each.lang, each.textContent, "");
  }));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    box.focus();
  });

  send({ body: { id: newId(), action: "start:" }, first: true });
})();
