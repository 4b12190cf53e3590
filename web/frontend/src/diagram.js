// The diagram of a case. The page already holds a drawing of it made on the server; where this script runs,
// bpmn-js takes its place: it can be moved and enlarged.
//
// <div class="diagram" data-source="URL of the BPMN file">
//   <div class="canvas"><svg>…the drawing…</svg></div>
//   <div class="under">… <span data-controls hidden><button data-do="here"> <button data-do="whole"></span></div>
//   <script type="application/json">
//     {"label": "…", "keys": "id of the text that names the keys", "now": "element id or ''",
//      "marks": {"element": "done"}, "taken": ["flow"], "chips": {"element": ["now", "23 Nov"]}}
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { SIZE, widenLabels } from './diagram/labels.js';
import { moveByKeys, moveByTouch, wheelAfterClick } from './diagram/moving.js';

const MARKERS = {
  done: ['is-done'],
  now: ['is-now'],
  late: ['is-now', 'is-late'],
  incident: ['is-incident'],
  clock: ['is-soon'],
};

// Where a note hides neither an event nor a label, relative to its element.
function place({ x, y, width, height, attachers, labels }) {
  if (width > 50) {
    const low = (attachers || []).some(event => event.y + event.height / 2 > y + height / 2);
    return low ? { top: -15, left: 4 } : { bottom: 6, left: 4 };
  }
  const [label] = labels || [];
  if (!label) return { top: 24, left: 44 };
  const above = label.y + label.height / 2 < y + height / 2;
  return { top: above ? label.y - 27 - y : label.y + label.height + 3 - y, left: label.x - x };
}

function mark(viewer, { marks, taken, chips }) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  registry.filter(({ type }) => type === 'bpmn:UserTask').forEach(task => canvas.addMarker(task, 'is-user'));
  for (const [id, state] of Object.entries(marks)) {
    if (registry.get(id)) (MARKERS[state] || []).forEach(name => canvas.addMarker(id, name));
  }
  for (const id of taken) if (registry.get(id)) canvas.addMarker(id, 'is-path');
  for (const [id, [kind, text]] of Object.entries(chips)) {
    const element = registry.get(id);
    if (!element) continue;
    const chip = document.createElement('span');
    chip.className = `mark ${kind}`;
    chip.textContent = text;
    overlays.add(id, { position: place(element), html: chip });
  }
}

function name(svg, { label, keys }) {
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  if (keys) svg.setAttribute('aria-describedby', keys);
}

// As high as the whole diagram needs: a long procedure leaves no empty paper above and below.
function fit(area, canvas) {
  const { inner } = canvas.viewbox();
  const needed = (inner.height / inner.width) * area.clientWidth + 80; // room for the bpmn.io mark
  area.style.height = `${Math.round(Math.max(240, Math.min(needed, 528, innerWidth * 0.48)))}px`;
  canvas.resized();
}

async function show(root) {
  const narrow = matchMedia('(max-width: 60rem)').matches;
  const area = root.querySelector('.canvas');
  const facts = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const answer = await fetch(root.dataset.source, { credentials: 'same-origin', headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`the diagram could not be loaded: ${answer.status}`);
  const drawing = area.querySelector('svg');
  const { fontFamily } = getComputedStyle(document.body);
  const viewer = new NavigatedViewer({
    container: area,
    textRenderer: {
      defaultStyle: { fontFamily, fontSize: 14 },
      externalStyle: { fontSize: SIZE },
    },
    zoomScroll: { enabled: false },
  });
  viewer.on('import.parse.complete', ({ definitions }) => definitions && widenLabels(definitions, fontFamily));
  try {
    await viewer.importXML(await answer.text());
  } catch (error) {
    viewer.destroy();
    throw error;
  }
  if (drawing) drawing.classList.add('only-print');
  mark(viewer, facts);

  const canvas = viewer.get('canvas');
  const svg = area.querySelector('.djs-container > svg');
  name(svg, facts);
  area.removeAttribute('tabindex');
  if (matchMedia('(min-width: 45.01rem)').matches) fit(area, canvas);
  const whole = () => canvas.zoom(canvas.zoom('fit-viewport', 'auto') * 0.98, 'auto');
  const here = () => {
    canvas.zoom(1);
    canvas.scrollToElement(facts.now, { top: 60, right: 120, bottom: 60, left: 120 });
  };
  const known = facts.now && viewer.get('elementRegistry').get(facts.now);
  root.querySelectorAll('[data-controls]').forEach(controls => { controls.hidden = false; });
  root.querySelectorAll('[data-do=whole]').forEach(button => button.addEventListener('click', whole));
  root.querySelectorAll('[data-do=here]').forEach(button => {
    button.hidden = !known;
    button.addEventListener('click', here);
  });
  moveByKeys(svg, canvas, whole);
  moveByTouch(svg, canvas);
  wheelAfterClick(area, viewer.get('zoomScroll'));
  if (known && narrow) here();
  else whole();
  root.dataset.ready = '';
}

document.querySelectorAll('.diagram[data-source]').forEach(root => {
  show(root).catch(error => {
    // The drawing made on the server stays, so nothing is lost but movement.
    root.dataset.failed = error.message;
  });
});
