// How a diagram is moved and enlarged: by keys, by fingers, by the wheel.

const STEP = 60;
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
const SMALLEST = 0.2;
const LARGEST = 4;

const within = scale => Math.min(LARGEST, Math.max(SMALLEST, scale));

// Arrows move, + and - enlarge and reduce, 0 shows the whole.
export function moveByKeys(svg, canvas, whole) {
  svg.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) canvas.scroll({ dx: arrow[0], dy: arrow[1] });
    else if (event.key === '+' || event.key === '=') canvas.zoom(within(canvas.zoom() * 1.25));
    else if (event.key === '-') canvas.zoom(within(canvas.zoom() / 1.25));
    else if (event.key === '0') whole();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

// bpmn-js listens to the mouse alone. One finger moves, two enlarge.
export function moveByTouch(svg, canvas) {
  const fingers = new Map();
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  svg.style.touchAction = 'none';
  svg.addEventListener('pointerdown', event => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  svg.addEventListener('pointermove', event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const apart = fingers.size === 2 ? spread() : 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (apart) {
      const box = svg.getBoundingClientRect();
      canvas.zoom(within(canvas.zoom() * (spread() / apart)), { x: event.clientX - box.left, y: event.clientY - box.top });
    } else {
      canvas.scroll({ dx: event.clientX - before.x, dy: event.clientY - before.y });
    }
  });
  const lift = event => fingers.delete(event.pointerId);
  svg.addEventListener('pointerup', lift);
  svg.addEventListener('pointercancel', lift);
}

// The wheel scrolls the page until the diagram was pressed: nobody who reads on gets caught in it.
export function wheelAfterClick(place, zoomScroll) {
  place.addEventListener('pointerdown', event => {
    if (event.pointerType === 'mouse') zoomScroll.toggle(true);
  });
  place.addEventListener('pointerleave', () => zoomScroll.toggle(false));
}
