/* Likes without leaving the page; a form that cannot be sent this way is sent as a form. */

const says = document.querySelector("[data-likes]");

function say(word) {
  // Emptied first, so that the same words are read out again.
  says.textContent = "";
  setTimeout(() => { says.textContent = says.dataset[word]; }, 30);
}

function show(button, liked) {
  button.setAttribute("aria-pressed", String(liked));
  button.value = liked ? "unlike" : "like";
}

async function send(form, liked) {
  const fields = new FormData(form);
  return fetch(form.dataset.like, {
    method: liked ? "PUT" : "DELETE",
    headers: { "Content-Type": "application/json", "X-CSRFToken": fields.get("csrfmiddlewaretoken") },
    body: liked ? JSON.stringify({ slate: fields.get("slate") }) : null,
  });
}

async function press(event) {
  const form = event.currentTarget;
  const button = form.querySelector("button");
  event.preventDefault();
  // One press at a time: a double tap is one wish, not two.
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const liked = button.getAttribute("aria-pressed") !== "true";
  show(button, liked);
  try {
    const answer = await send(form, liked);
    if (!answer.ok) throw new Error(answer.status);
    show(button, (await answer.json()).liked);
    say(liked ? "wordLiked" : "wordUnliked");
  } catch {
    show(button, !liked);
    say("wordFailed");
  } finally {
    delete form.dataset.busy;
  }
}

for (const form of document.querySelectorAll("form[data-like]")) form.addEventListener("submit", press);
