// Labels outside their elements. Modellers reserve room for them in letters smaller than ours.

export const SIZE = 13;
const MODELLERS_LINE = 14;

// Widens the room of every label in the file that was read, so that it takes no more lines than its author saw.
export function widenLabels(definitions, family) {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = `${SIZE}px ${family}`;
  const width = text => pen.measureText(text).width;
  for (const diagram of definitions.diagrams || []) {
    for (const { bpmnElement, label } of diagram.plane.planeElement || []) {
      const bounds = label && label.bounds;
      const words = bounds && bpmnElement && bpmnElement.name;
      if (!words) continue;
      const lines = Math.max(1, Math.round(bounds.height / MODELLERS_LINE));
      const longest = Math.max(...words.split(/\s+/).map(width));
      const needed = Math.ceil(Math.max(longest, lines === 1 ? width(words) : (width(words) / lines) * 1.15)) + 4;
      if (needed > bounds.width) {
        bounds.x -= (needed - bounds.width) / 2;
        bounds.width = needed;
      }
    }
  }
}
