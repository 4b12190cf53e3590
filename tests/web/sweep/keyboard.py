"""Goes through a page with the Tab key alone."""

from playwright.sync_api import Page

MOST = 400
"""Steps after which a page counts as a trap."""

PREPARE = """() => {
  window.scrollTo(0, 0);
  document.activeElement?.blur();
  const shown = e => e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  window.__left = new Set([...document.querySelectorAll(wanted)].filter(e => {
    if (!shown(e) || e.disabled || e.tabIndex < 0 || e.type === 'hidden') return false;
    if (e.type !== 'radio') return true;
    const group = `${e.form?.action} ${e.name}`;   // one Tab stop, the arrows go on
    if (groups.has(group)) return false;
    groups.add(group);
    return true;
  }));
  window.__begun = null;
}"""

STEP = """() => {
  const e = document.activeElement;
  const nowhere = [null, document.body, document.documentElement];
  if (nowhere.includes(e) || e === window.__begun) return 'end';
  window.__begun ??= e;
  window.__left.delete(e);
  for (const one of e.type === 'radio' ? [...window.__left] : [])
    if (one.type === 'radio' && one.name === e.name) window.__left.delete(one);
  const style = getComputedStyle(e);
  const name = e.outerHTML.slice(0, 120);
  if (style.outlineStyle === 'none') return `the focus is not seen: ${name}`;
  const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right <= left || bottom <= top) return `the focus is out of the window: ${name}`;
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (over && !e.contains(over) && !over.contains(e) && over.closest('label')?.control !== e)
    return `the focus is covered by ${over.outerHTML.slice(0, 60)}: ${name}`;
  return '';
}"""

LEFT = "() => [...window.__left].map(e => `no key leads to ${e.outerHTML.slice(0, 120)}`)"


def faults_of_tabbing(page: Page) -> list[str]:
    """Tab from the page's beginning to its end.

    Returns:
        A sentence per place where the focus is not seen, is covered, never arrives, or stays.
    """
    page.evaluate(PREPARE)
    faults = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        said = page.evaluate(STEP)
        if said == "end":
            return [*faults, *page.evaluate(LEFT)]
        if said:
            faults.append(said)
    return [*faults, f"the focus does not come to an end within {MOST} steps"]
