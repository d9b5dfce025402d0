// Elements that are seen, have a role, and whose accessible name contains a text.
// `field` stands for everything a person can fill in. The browser's own computation answers for one
// element (`Element::role`, `Element::name`); over a whole page it would cost a round trip each.
const [role, wanted] = arguments;
const tags = {
  button: 'button, input[type=button], input[type=submit], summary, [role=button]',
  // A button that can be pressed now.
  ready: 'button:enabled',
  link: 'a[href], [role=link]',
  heading: 'h1, h2, h3, h4, h5, h6, [role=heading]',
  checkbox: 'input[type=checkbox], [role=checkbox]',
  switch: 'input[role=switch], [role=switch]',
  radio: 'input[type=radio], [role=radio]',
  textbox: 'input:not([type]), input[type=text], input[type=password], input[type=search], textarea, [role=textbox]',
  combobox: 'select, [role=combobox]',
  row: 'tr, [role=row]',
  dialog: 'dialog, [role=dialog], [role=alertdialog]',
  // Fluent's list in which several can be chosen is a menu to a screen reader.
  option: '[role=option], [role=menuitemcheckbox]',
  list: 'ul, ol, [role=list]',
  navigation: 'nav, [role=navigation]',
  table: 'table, [role=table], [role=grid]',
  field: 'input, select, textarea, [role=combobox], [role=textbox], [role=spinbutton]',
};
// The star behind the label of what must be filled in is no part of its name.
const words = (text) => (text || '').replace(/\s+/g, ' ').trim().replace(/\s*\*$/, '').toLowerCase();
const byId = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(' ');
const nameOf = (element) => {
  if (element.getAttribute('aria-labelledby')) return byId(element.getAttribute('aria-labelledby'));
  if (element.getAttribute('aria-label')) return element.getAttribute('aria-label');
  if (element.labels?.length) return [...element.labels].map((label) => label.textContent).join(' ');
  const own = element.matches('input, textarea, select') ? '' : element.textContent;
  return own || element.getAttribute('title') || element.getAttribute('placeholder') || element.value;
};
const isSeen = (element) =>
  element.getClientRects().length > 0 &&
  getComputedStyle(element).visibility !== 'hidden' &&
  !element.closest('[aria-hidden=true], [inert]');
// Fluent hides the real check box under its picture, so transparency does not count as hidden.
const found = [...document.querySelectorAll(tags[role] || `[role=${role}]`)].filter(isSeen);
const text = words(wanted);
const exact = found.filter((element) => words(nameOf(element)) === text);
return [...exact, ...found.filter((element) => words(nameOf(element)).includes(text))].slice(0, 1);
