// The work list: keys, the working of a term under its row, marked rows, and rows that stay fresh. Without it all works by buttons.

const list = document.getElementById('rows');
const bulk = document.getElementById('bulk');
const tools = document.querySelector('.tools');

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

function dress() {
  for (const link of list.querySelectorAll('[data-panel]')) {
    link.setAttribute('role', 'button');
    link.setAttribute('aria-expanded', document.getElementById(link.dataset.panelId) ? 'true' : 'false');
  }
}

list.addEventListener('click', event => {
  const link = event.target.closest('[data-panel]');
  if (link) { event.preventDefault(); togglePanel(link); }
});
list.addEventListener('keydown', event => {
  const link = event.target.closest('[data-panel]');
  if (link && event.key === ' ') { event.preventDefault(); togglePanel(link); }
});

// Marked rows: the bar says how many, and which of them cannot follow, and why.
const boxes = () => [...list.querySelectorAll('.pick-one input')];

function showMarked() {
  if (!bulk) return;
  const marked = boxes().filter(box => box.checked);
  bulk.hidden = !marked.length;
  tools.hidden = Boolean(marked.length);
  const count = bulk.querySelector('[data-count]');
  count.textContent = count.dataset.count.replace('#', marked.length);
  const place = bulk.querySelector('.bulk-not');
  const told = [];
  for (const [act, words] of Object.entries({ claim: 'noClaim', release: 'noRelease', assign: 'noAssign' })) {
    const not = marked.filter(box => box.dataset[words]);
    if (not.length) told.push(`${place.dataset[act]} ${not.map(box => `${box.getAttribute('aria-label')} (${box.dataset[words]})`).join('; ')}`);
  }
  place.replaceChildren(...told.map(words => { const line = document.createElement('p'); line.textContent = words; return line; }));
}

list.addEventListener('change', showMarked);

// Keys by their place on the keyboard: the Russian, Kyrgyz and Kazakh layouts work too.
const rows = () => [...list.querySelectorAll('.row')];
let at = '';

function moveBy(step) {
  const all = rows();
  const before = all.findIndex(row => row.id === at);
  if (!all.length) return;
  all[before]?.classList.remove('cursor');
  const row = all[Math.max(0, Math.min(all.length - 1, before + step))];
  at = row.id;
  row.classList.add('cursor');
  row.querySelector('.what a').focus();
}

const here = () => rows().find(row => row.id === at);
const mark = () => { const box = here()?.querySelector('.pick-one input'); if (box) box.click(); };
const keys = {
  KeyJ: () => moveBy(1),
  KeyK: () => moveBy(-1),
  KeyE: () => here()?.querySelector('[data-panel]')?.click(),
  KeyC: () => here()?.querySelector('.claim button')?.click(),
  KeyX: mark,
};

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=checkbox]), textarea, select')) return;
  const help = event.key === '?' || (event.code === 'Slash' && event.shiftKey);
  const act = help ? () => { const all = document.getElementById('keys'); if (all) all.open = !all.open; }
    : event.code === 'Slash' ? () => { tools.hidden = false; document.getElementById('search').focus(); } : keys[event.code];
  if (act && rows().length) { event.preventDefault(); act(); }
});

// Rows stay fresh: asked for now and then, drawn only when they have changed, never in a hidden tab.
const EVERY = 30000;
let seen = '';

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(list.dataset.fresh, { headers: seen ? { 'If-None-Match': seen } : {} }).catch(() => null);
  if (!answer || answer.status === 304 || !answer.ok || answer.redirected) return;
  const first = !seen;
  seen = answer.headers.get('ETag');
  const text = await answer.text();
  if (first && list.dataset.seen === undefined) { list.dataset.seen = ''; }
  if (list.contains(document.activeElement) && document.activeElement.closest('form')) return;   // a button under the finger
  const marked = new Set(boxes().filter(box => box.checked).map(box => box.value));
  const panels = new Map([...list.querySelectorAll('.why-term')].map(panel => [panel.closest('.row').id, panel]));
  const focused = list.contains(document.activeElement) ? document.activeElement.closest('.row')?.id : '';
  const inBox = document.activeElement.matches('.pick-one input');
  list.innerHTML = text;
  for (const box of boxes()) box.checked = marked.has(box.value);
  for (const [id, panel] of panels) document.getElementById(id)?.append(panel);
  const row = here();
  row?.classList.add('cursor');
  if (focused) document.getElementById(focused)?.querySelector(inBox ? '.pick-one input' : '.what a').focus();
  dress();
  showMarked();
}

dress();
showMarked();
setInterval(refresh, EVERY);
document.addEventListener('visibilitychange', refresh);
list.addEventListener('refresh', refresh);
