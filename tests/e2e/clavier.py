"""A person without a mouse: Tab, arrows, Enter, and a focus that can be seen at each step."""

from playwright.sync_api import Page

STEPS_MAX = 400

_FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return {nom: '', role: 'body', visible: true};
  const style = getComputedStyle(el);
  const box = el.getBoundingClientRect();
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none';
  const label = el.labels && el.labels.length ? el.labels[0].innerText : '';
  return {
    nom: (el.getAttribute('aria-label') || label || el.innerText || el.value || '').trim(),
    role: el.tagName.toLowerCase(),
    visible: ring && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    html: el.outerHTML.slice(0, 160),
  };
}"""


def tab_to(page: Page, name: str, role: str = "") -> None:
    """Press Tab until the element whose name begins with ``name`` has the focus.

    Fails when it cannot be reached, or when one of the elements on the way has no visible focus."""
    for _ in range(STEPS_MAX):
        page.keyboard.press("Tab")
        focus = page.evaluate(_FOCUS)
        assert focus["visible"], (page.url, focus)
        if focus["nom"].startswith(name) and role in ("", focus["role"]):
            return
    raise AssertionError(f"« {name} » ne s'atteint pas au clavier sur {page.url}")


def follow(page: Page, name: str) -> None:
    """Go to a link or a button by Tab and press Enter."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Type in the field of that label, replacing what it holds."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page: Page, name: str, text: str) -> None:
    """Choose in a native list by typing the first letters of the option."""
    tab_to(page, name, "select")
    page.keyboard.type(text)


def pick(page: Page, name: str, letters: str) -> None:
    """Choose in a combobox: type, wait for the answers, go down, Enter."""
    tab_to(page, name, "input")
    page.keyboard.type(letters)
    page.locator("[role=listbox] [role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
