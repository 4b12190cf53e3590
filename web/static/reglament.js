// Conveniences. Without this file everything works: forms, <details>, colours; a clause in a list then leads to the task.

const errors = document.querySelector('[data-focus]');
if (errors) errors.focus();

document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });

for (const toast of document.querySelectorAll('.toast')) {
  const leave = () => setTimeout(() => { if (!toast.matches(':hover, :focus-within')) toast.remove(); else leave(); }, 6000);
  leave();
}

// A clause in a row opens the working of the term under the row.
async function togglePanel(link) {
  const id = link.dataset.panelId;
  const open = document.getElementById(id);
  if (open) {
    open.remove();
    link.setAttribute('aria-expanded', 'false');
    return;
  }
  const answer = await fetch(link.dataset.panel);
  if (!answer.ok || answer.redirected) { location.assign(link.href); return; }
  const panel = document.createElement('div');
  panel.className = 'why-term';
  panel.id = id;
  panel.innerHTML = await answer.text();
  link.closest('.row').append(panel);
  link.setAttribute('aria-expanded', 'true');
}

for (const link of document.querySelectorAll('[data-panel]')) {
  link.setAttribute('role', 'button');
  link.setAttribute('aria-expanded', 'false');
  link.addEventListener('click', event => { event.preventDefault(); togglePanel(link); });
  link.addEventListener('keydown', event => { if (event.key === ' ') { event.preventDefault(); togglePanel(link); } });
}

// Keys of the work list, by their place on the keyboard: the Russian and Kyrgyz layouts work too.
const rows = [...document.querySelectorAll('.row')];
let at = -1;

function moveTo(index) {
  rows[at]?.classList.remove('cursor');
  at = Math.max(0, Math.min(rows.length - 1, index));
  rows[at].classList.add('cursor');
  rows[at].querySelector('.what a').focus();
}

const keys = {
  KeyJ: () => moveTo(at + 1),
  KeyK: () => moveTo(at - 1),
  KeyE: () => rows[at]?.querySelector('[data-panel]')?.click(),
  KeyC: () => rows[at]?.querySelector('.claim button')?.click(),
  Slash: () => document.getElementById('search')?.focus(),
};

if (rows.length) {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    const act = keys[event.code];
    if (act) { event.preventDefault(); act(); }
  });
}

// An answer that other fields depend on draws the form again; what was typed stays. Without this file the button does it.
const form = document.querySelector('form.form');

const typed = () => new URLSearchParams(new FormData(form)).toString();
let drawing = 0;

async function redraw(pressed) {
  const number = ++drawing;
  const sent = typed();
  const body = new URLSearchParams(sent);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => null);   // the page is left, or no network
  if (!answer?.ok || answer.redirected) { if (pressed?.name) send(pressed); return; }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const drawn = page.querySelector('form.form');
  if (!drawn || number !== drawing) return;
  if (typed() !== sent) { redraw(pressed); return; }   // somebody types faster than the server draws
  const focused = whereabouts(document.activeElement);
  form.replaceChildren(...drawn.childNodes);
  (form.querySelector('[autofocus]') ?? (focused ? form.querySelector(focused) : null))?.focus();
}

// How to find a control again in the form as it was drawn anew: by id, a button by what it sends.
function whereabouts(control) {
  if (!control || !form.contains(control)) return '';
  if (control.id) return `#${CSS.escape(control.id)}`;
  return control.name ? `[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]` : '';
}

// The page itself says what is wrong: the button is pressed as if there were no script.
function send(button) {
  button.dataset.plain = '';
  button.click();
}

form?.addEventListener('change', event => { if (event.target.closest('[data-steers]')) redraw(); });

// Rows come and go, and Enter draws the form again, without the page jumping to its top.
form?.addEventListener('submit', event => {
  const button = event.submitter;
  if (!button || 'plain' in button.dataset || !button.matches('[name="_add"], [name="_remove"], .sr')) return;
  event.preventDefault();
  redraw(button);
});
