// The line below the chat in which the customer writes; what went wrong is said above it.

const form = document.getElementById("composer");
const field = document.getElementById("say");
const problem = document.getElementById("problem");

export function onSay(say) {
  form.addEventListener("submit", async (submission) => {
    submission.preventDefault();
    const text = field.value;
    if (text.trim() !== "" && await attempt(() => say(text)) && field.value === text) {
      field.value = "";
    }
  });
}

// Tells whether the deed was done; the reason why not stays until the next deed.
export async function attempt(deed) {
  try {
    await deed();
    showProblem("");
    return true;
  } catch (error) {
    showProblem(error.message);
    return false;
  }
}

export function showProblem(text) {
  problem.textContent = text;
  problem.hidden = text === "";
}
