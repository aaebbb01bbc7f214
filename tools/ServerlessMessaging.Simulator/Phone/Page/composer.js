// The input below the chat; errors are shown above it.

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

// Returns whether the operation succeeded; its error is shown until the next operation.
export async function attempt(operation) {
  try {
    await operation();
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
