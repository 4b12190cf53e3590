// Conveniences. Without this file everything works: forms, <details>, colours; a clause in a list then leads to the task.

const errors = document.querySelector('[data-focus]');
if (errors) errors.focus();

document.querySelector('.bar nav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });

// Rehearsals are played some seconds at a time: the page asks for the rest by itself.
document.querySelector('[data-goes-on]')?.requestSubmit();

for (const toast of document.querySelectorAll('.toast')) {
  const leave = () => setTimeout(() => { if (!toast.matches(':hover, :focus-within')) toast.remove(); else leave(); }, 6000);
  leave();
}

// An answer that other fields depend on draws the form again; what was typed stays. Without this file the button does it.
const form = document.querySelector('form.form');

const typed = () => new URLSearchParams(new FormData(form)).toString();
const bringsFiles = () => [...form.querySelectorAll('input[type=file]')].some(control => control.files.length);
let drawing = 0;

async function redraw(pressed) {
  const number = ++drawing;
  await saving;
  const sent = typed();
  const body = bringsFiles() ? new FormData(form) : new URLSearchParams(sent);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => null);   // the page is left, or no network
  const drawn = !answer || answer.redirected || (!answer.ok && answer.status !== 422) ? null
    : new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('form.form');
  if (number !== drawing) return;
  const told = form.querySelector('[data-saved]');
  if (!answer && told) { drawing = 0; say(told.dataset.offline); return; }
  if (!drawn || answer.status === 422) { drawing = 0; if (pressed?.name) send(pressed); return; }
  if (typed() !== sent) { redraw(pressed?.name === '_attach' || pressed?.name === '_detach' ? undefined : pressed); return; }   // somebody types faster than the server draws
  const focused = whereabouts(document.activeElement);
  form.replaceChildren(...drawn.childNodes);
  (form.querySelector('[autofocus]') ?? (focused ? form.querySelector(focused) : null))?.focus();
  drawing = 0;
  saveSoon();
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

// A file that is too large is said to be so beside its field, before it is sent.
document.addEventListener('change', event => {
  const field = event.target;
  if (field.type !== 'file' || !field.dataset.largest) return;
  const sizes = [...field.files].map(file => file.size);
  const wrong = sizes.some(size => size > field.dataset.largest) ? field.dataset.tooLarge
    : sizes.reduce((all, size) => all + size, 0) > field.dataset.together ? field.dataset.tooMany : '';
  const place = placeOfError(field, wrong);
  if (place) place.textContent = wrong;
  if (!wrong) return;
  event.stopImmediatePropagation();
  field.value = '';
  field.focus();
}, true);

// Where the error of a field stands: what the server wrote, or a place of our own while there is something to say.
function placeOfError(field, wrong) {
  const id = `${field.id}-err`;
  if (wrong) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
  const place = document.getElementById(id);
  if (place || !wrong) return place;
  const made = Object.assign(document.createElement('span'), { id, className: 'err' });
  made.setAttribute('role', 'alert');
  (field.closest('.upload') ?? field).before(made);
  field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${id}`.trim());
  return made;
}

// The number of a known party comes with its name, and goes again when the name goes on to be another's. A number that was typed stays.
function numberOf(name) {
  const known = [...document.getElementById('known-parties')?.options ?? []].filter(one => one.value === name);
  const numbers = new Set(known.map(one => one.dataset.number));
  return numbers.size === 1 ? [...numbers][0] : '';
}

form?.addEventListener('focusin', event => {
  const number = document.getElementById(event.target.dataset.fills);
  if (number && number.value === numberOf(event.target.value)) number.dataset.filled = number.value;
});

form?.addEventListener('input', event => {
  const number = document.getElementById(event.target.dataset.fills);
  if (!number || (number.value && number.value !== number.dataset.filled)) return;
  number.value = number.dataset.filled = numberOf(event.target.value);
});

// A file that answers a question is stored as soon as it is chosen: as if the button beside it were pressed. Any other waits for
// its button: a signed document that came by mistake could not be taken back.
form?.addEventListener('change', event => {
  if (event.target.type === 'file') { if (event.target.files.length && event.target.closest('.upload')) redraw(event.target.parentElement.querySelector('button')); }
  else if (event.target.closest('[data-steers]')) redraw();
});

// Rows and files come and go, and Enter draws the form again, without the page jumping to its top.
form?.addEventListener('submit', event => {
  const button = event.submitter;
  if (!button || 'plain' in button.dataset) { leave(); return; }
  const beside = document.activeElement;   // a control of the form that stands elsewhere on the page has a button of its own there
  if (button.name === '_enter' && beside.form === form && !form.contains(beside)) {
    event.preventDefault();
    const own = beside.closest('section').querySelector('button[form]');
    setTimeout(() => own.click());   // a form that is being sent is not sent a second time
  } else if (button.matches('[name="_add"], [name="_remove"], [name="_attach"], [name="_detach"], [name="_enter"]')) {
    event.preventDefault();
    redraw(button.name === '_enter' ? undefined : button);
  } else if (saves) {   // the draft is on its way: it arrives first
    event.preventDefault();
    sent = true;
    saving.then(() => send(button));
  } else leave();
});

// A double click sends once: the second press would break off the answer to the first.
form?.addEventListener('click', event => { if (sent && event.detail > 1) event.preventDefault(); });

// The draft saves itself, a moment after the last key and when the page is left.
let saving = Promise.resolve();
let saves = false, timer = 0, stopped = false, sent = false, kept = '';

const answers = () => { const all = new URLSearchParams(new FormData(form)); for (const name of [...all.keys()]) if (/^(_|csrf_token$)/.test(name)) all.delete(name); return all.toString(); };

function say(words, address) {
  const place = form.querySelector('[data-saved]');
  if (!place || place.textContent === words) return;
  place.replaceChildren(words);
  if (address) { const link = document.createElement('a'); link.href = address; link.textContent = place.dataset.look; place.append(' ', link); }
}

async function save() {
  clearTimeout(timer);
  const now = answers();
  if (stopped || drawing || now === kept) return;
  saves = true;
  await store(now);
  saves = false;   // only now: until the mark is known, a step that is finished would look like another window's
}

async function store(now) {
  const answer = await fetch(form.dataset.draft, { method: 'POST', body: new URLSearchParams(typed()), headers: { Accept: 'application/json' }, keepalive: now.length < 60000 }).catch(() => null);
  const place = form.querySelector('[data-saved]');
  if (!answer) { say(place.dataset.offline); timer = setTimeout(() => { saving = save(); }, 10000); return; }
  if (!answer.headers.get('Content-Type')?.startsWith('application/json')) { stopped = true; say(place.dataset.signedOut); return; }
  const told = await answer.json();
  if (answer.ok) { kept = now; form.elements._draft_seen.value = told.mark; say(told.said); return; }
  stopped = true;
  say(told.said, told.gone ? '' : location.pathname);
}

// The form is on its way: a draft that overtook it would pass for one of another window.
function leave() { clearTimeout(timer); stopped = sent = true; }

function saveSoon() {
  if (!form?.dataset.draft) return;
  clearTimeout(timer);
  timer = setTimeout(() => { saving = saving.then(save); }, 1200);
}

if (form?.dataset.draft) {
  kept = answers();
  form.addEventListener('input', saveSoon);
  addEventListener('pageshow', event => { if (event.persisted) stopped = sent = false; });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saving = saving.then(save); });
}

// After a sign-in the form opens again by itself with what was typed.
document.querySelector('[data-goes-on]')?.submit();
