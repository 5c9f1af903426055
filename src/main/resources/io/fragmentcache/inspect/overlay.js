// Draws a frame around each fragment of this page, over it and without touching it. All it shows is put in as text.
const MARK = 'fragment-inspector:';
const data = JSON.parse(document.getElementById('fragment-inspector').textContent);
const items = [];
const sets = [];

// What is known: of the page, and of each part that a script put into it later.

function addSet(set) {
  const known = {name: set.name, byNumber: {}, trees: set.trees};
  set.frames.forEach(function (frame) {
    const item = {frame: frame, set: known, depth: 0, range: null, begin: null, box: null, drawn: null, written: '', targets: null, option: null};
    known.byNumber[frame.number] = item;
    items.push(item);
  });
  set.frames.forEach(function (frame) {
    const item = known.byNumber[frame.number];
    item.around = known.byNumber[frame.around] || null;
    item.depth = item.around ? item.around.depth + 1 : 0;
  });
  sets.push(known);
  return known;
}

// Where they lie: between two comments, or the element behind one.

function findRanges(root) {
  const comments = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const fresh = [];
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) {
    if (comment.data.indexOf(MARK) === 0) {
      fresh.push(comment);
      continue;
    }
    place(comment);
  }
  if (fresh.length === 0) { return false; }
  fresh.forEach(function (comment) {
    addSet(JSON.parse(comment.data.slice(MARK.length)));
    comment.remove();
  });
  findRanges(root);
  return true;
}

function place(comment) {
  sets.forEach(function (set) {
    if (comment.data.indexOf(set.name) !== 0) { return; }
    const kind = comment.data.charAt(set.name.length);
    const item = set.byNumber[comment.data.slice(set.name.length + 1)];
    if (!item) { return; }
    if (kind === '[') {
      item.begin = comment;
    } else if (kind === ']' && item.begin) {
      item.range = document.createRange();
      item.range.setStartAfter(item.begin);
      item.range.setEndBefore(comment);
    } else if (kind === '|') {
      let next = comment.nextSibling;
      while (next && next.nodeType !== 1) { next = next.nextSibling; }
      if (next) {
        item.range = document.createRange();
        item.range.selectNode(next);
      }
    }
  });
}

function elementOf(range) {
  const within = range.startContainer;
  const first = within.nodeType === 1 ? within.childNodes[range.startOffset] : within;
  for (let node = first; node && node !== within.childNodes[range.endOffset]; node = node.nextSibling) {
    if (node.nodeType === 1) { return node; }
  }
  return within.nodeType === 1 ? within : within.parentElement;
}

// What an element is clipped by, and whether it moves when something scrolls; asked once for each element and drawing.

let surroundings = new Map();
let moves = false;

function around(node) {
  if (!node || node === document.documentElement || node === document.body) { return null; }
  if (surroundings.has(node)) { return surroundings.get(node); }
  const style = getComputedStyle(node);
  let clip = style.position === 'fixed' ? null : around(node.parentElement);
  if (style.position === 'fixed' || style.position === 'sticky') { moves = true; }
  if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
    const rect = node.getBoundingClientRect();
    if (node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1) { moves = true; }
    clip = clip
      ? {left: Math.max(clip.left, rect.left), top: Math.max(clip.top, rect.top), right: Math.min(clip.right, rect.right), bottom: Math.min(clip.bottom, rect.bottom)}
      : {left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom};
  }
  surroundings.set(node, clip);
  return clip;
}

function boxOf(range) {
  const node = elementOf(range);
  if (!node || !node.isConnected) { return null; }
  if (node.checkVisibility && !node.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) { return null; }
  let box = null;
  const rects = range.getClientRects();
  for (let i = 0; i < rects.length; i++) {
    const rect = rects[i];
    if (rect.width === 0 && rect.height === 0) { continue; }
    box = box || {left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom};
    box.left = Math.min(box.left, rect.left);
    box.top = Math.min(box.top, rect.top);
    box.right = Math.max(box.right, rect.right);
    box.bottom = Math.max(box.bottom, rect.bottom);
  }
  const within = range.startContainer;
  const clip = box && around(within.nodeType === 1 ? within : within.parentElement);
  // What it is itself may be fixed or sticky, too.
  if (box && node !== within) { around(node); }
  if (!clip) { return box; }
  box.left = Math.max(box.left, clip.left);
  box.top = Math.max(box.top, clip.top);
  box.right = Math.min(box.right, clip.right);
  box.bottom = Math.min(box.bottom, clip.bottom);
  return box.right - box.left < 1 || box.bottom - box.top < 1 ? null : box;
}

function shortName(frame) {
  return frame.name.slice(frame.name.lastIndexOf(' :: ') + 1).replace(/^:: /, '');
}

function word(frame) {
  if (frame.kind === 'inside') { return 'inside'; }
  return frame.outcome === 'bypass' ? 'not cached' : frame.outcome;
}

function verdict(item) {
  const frame = item.frame;
  if (frame.kind === 'hole') {
    return (frame.why.indexOf('live') === 0 ? 'hole, a cache:live fragment: ' : 'hole: ')
      + (frame.why.indexOf('apart') < 0 ? 'rendered for each request' : 'for each request, in the page or fetched apart (cache:apart)');
  }
  if (frame.kind === 'bypass') { return 'not cached: ' + because(frame.why); }
  if (frame.kind === 'inside') {
    const own = frame.facts.verdict === 'fresh' ? '' : '; its own entry is '
      + (frame.facts.verdict === 'not stored' ? 'not stored' : because(frame.facts.reason)) + (frame.outcome === 'stale' ? ' too' : '');
    return 'served inside its ' + (frame.outcome === 'stale' ? 'stale' : 'cached') + ' parent ' + (item.around ? item.around.frame.name : '') + own;
  }
  if (frame.outcome === 'hit') { return 'hit'; }
  if (frame.outcome === 'bypass') {
    return 'not cached: ' + (['bypass', 'uncommitted'].indexOf(frame.why) >= 0 ? because(frame.why) : 'this request may not store');
  }
  return (frame.outcome === 'miss' ? 'miss: ' : 'served stale, regenerated in the background: ') + because(frame.why);
}

function pathOf(item) {
  const names = [];
  for (let each = item; each; each = each.around) { names.unshift(shortName(each.frame)); }
  return names.join(' › ');
}

function tell(item, target, isCard) {
  const frame = item.frame;
  target.textContent = '';
  const title = element('h3', '', frame.name);
  title.tabIndex = -1;
  target.appendChild(title);
  if (item.around) { target.appendChild(element('p', 'path', pathOf(item))); }
  target.appendChild(element('p', 'why ' + frame.outcome, verdict(item)));
  const terms = element('dl');
  Object.keys(frame.arguments).forEach(function (name) { fact(terms, name, frame.arguments[name]); });
  const facts = frame.facts;
  const tree = facts && item.set.trees[frame.name];
  if (facts) {
    describe(facts, terms);
    const more = facts.tags ? facts.tags.length - 12 : 0;
    if (facts.tags) { fact(terms, 'tags', facts.tags.slice(0, 12).join(', ') + (more > 0 ? ' and ' + more + ' more' : '')); }
    if (tree) { fact(terms, 'template', tree.place); }
  }
  target.appendChild(terms);
  if (!isCard && facts) {
    const board = element('a', '', 'Open in the dashboard');
    board.href = data.base + '#key=' + encodeURIComponent(facts.id);
    target.appendChild(board);
    target.appendChild(tool('Copy as text', function (event) { copy(item, event.currentTarget); }));
  }
  if (tree) {
    const lines = element('pre', '', [tree.digest].concat(tree.lines).join('\n'));
    if (!isCard) {
      lines.tabIndex = 0;
      lines.setAttribute('role', 'region');
      lines.setAttribute('aria-label', 'What the digest covers');
    }
    target.appendChild(lines);
  }
}

function copy(item, pressed) {
  const lines = [item.frame.name, verdict(item)];
  const terms = about.querySelectorAll('dt');
  for (let i = 0; i < terms.length; i++) { lines.push(terms[i].textContent + ': ' + terms[i].nextSibling.textContent); }
  const done = function (said) { return function () { pressed.textContent = said; }; };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(lines.join('\n')).then(done('Copied'), done('Not allowed to copy'));
  } else {
    done('Not allowed to copy')();
  }
}

// The layer, in a shadow of its own: styles of the page do not reach it, its own do not reach the page.

const host = document.createElement('fragment-inspector');
const root = host.attachShadow({mode: 'open'});
const frames = element('div', 'frames');
const card = element('div', 'card');
const corner = element('button', 'corner');
const panel = element('div', 'panel');
const about = element('div', 'about');
const list = element('ul', 'list');
const spoken = element('p', 'spoken');
const title = element('h2');
const nothing = element('p', 'empty', 'No fragments on this page.');
const hide = tool('Hide outlines', function () { remember('hidden', frames.hidden ? '' : 'yes'); outlines(); });
const dock = tool('', function () {
  const places = ['right', 'bottom', 'left'];
  remember('dock', places[(places.indexOf(dockPlace()) + 1) % places.length]);
  docked();
  draw(true);
});
let now = null;

// Kept for this tab: what a page of the application keeps is none of ours.
function remember(name, value) {
  try { sessionStorage.setItem('fragment-inspector-' + name, value); } catch (refused) { settings[name] = value; }
  settings[name] = value;
}
const settings = {};
['hidden', 'dock'].forEach(function (name) {
  try { settings[name] = sessionStorage.getItem('fragment-inspector-' + name) || ''; } catch (refused) { settings[name] = ''; }
});

function dockPlace() { return settings.dock || 'right'; }

function docked() {
  panel.className = 'panel ' + dockPlace();
  corner.className = 'corner ' + dockPlace();
  const next = {right: 'bottom', bottom: 'left', left: 'right'}[dockPlace()];
  dock.textContent = 'Move to the ' + next;
}

function outlines() {
  frames.hidden = settings.hidden === 'yes';
  hide.textContent = frames.hidden ? 'Show outlines' : 'Hide outlines';
}

function counts() {
  const page = data.page;
  const parts = [];
  [['hit', 'hit', 'hits'], ['stale', 'stale', 'stale'], ['miss', 'miss', 'misses'], ['bypass', 'not cached', 'not cached'],
    ['inside', 'inside', 'inside'], ['holes', 'hole', 'holes']].forEach(function (each) {
    if (page[each[0]] > 0) { parts.push(many(page[each[0]], each[1], each[2])); }
  });
  return parts.join(', ') || 'no fragments';
}

function build() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  card.hidden = true;
  card.inert = true;
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Fragments of this page');
  corner.type = 'button';
  corner.title = 'Alt+Shift+F';
  corner.setAttribute('aria-keyshortcuts', 'Alt+Shift+F');
  corner.setAttribute('aria-expanded', 'false');
  corner.appendChild(document.createTextNode('Cache: '));
  corner.appendChild(element('span', '', counts()));
  corner.addEventListener('click', toggle);
  const head = element('div', 'head');
  head.appendChild(title);
  const page = data.page;
  if (page.took !== undefined) {
    head.appendChild(element('p', '', 'This page: ' + micros(page.took)
      + (page.slowest ? ', ' + micros(page.slowestMicros) + ' of it in ' + page.slowest : '')));
  }
  const board = element('a', '', 'Dashboard');
  board.href = data.base;
  head.appendChild(board);
  head.appendChild(hide);
  dock.className = 'dock';
  head.appendChild(dock);
  head.appendChild(tool('Turn off', switchOff));
  head.appendChild(tool('Close', close));
  head.lastChild.title = 'Escape does the same';
  list.setAttribute('role', 'tree');
  list.setAttribute('aria-label', 'Fragments');
  about.setAttribute('role', 'region');
  about.setAttribute('aria-label', 'Details');
  spoken.setAttribute('role', 'status');
  const body = element('div', 'body');
  [list, nothing, about].forEach(function (part) { body.appendChild(part); });
  panel.appendChild(head);
  panel.appendChild(body);
  panel.appendChild(spoken);
  [frames, card, corner, panel].forEach(function (part) { root.appendChild(part); });
  docked();
  outlines();
  listed();
  document.documentElement.appendChild(host);
  lift();
}

// Over dialogs too, which lie over all else.
function lift() {
  if (!host.showPopover) { return; }
  host.setAttribute('popover', 'manual');
  try {
    if (host.matches(':popover-open')) { host.hidePopover(); }
    host.showPopover();
  } catch (refused) {
    host.removeAttribute('popover');
  }
}

function listed() {
  title.textContent = many(items.length, 'fragment') + ' on this page';
  list.hidden = items.length === 0;
  about.hidden = items.length === 0;
  nothing.hidden = items.length > 0;
  items.forEach(function (item, i) {
    if (!item.option) { list.appendChild(option(item, i)); }
  });
}

function tool(text, action) {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

function option(item, i) {
  const frame = item.frame;
  const made = element('li', frame.outcome);
  const shows = frame.facts ? frame.facts.shows.join(', ') : Object.values(frame.arguments).join(', ');
  made.setAttribute('role', 'treeitem');
  made.setAttribute('aria-level', String(item.depth + 1));
  made.setAttribute('aria-selected', 'false');
  made.tabIndex = i === 0 ? 0 : -1;
  made.style.paddingLeft = 14 + 14 * Math.min(item.depth, 8) + 'px';
  made.appendChild(element('span', 'dot'));
  made.appendChild(element('span', 'name', shortName(frame)));
  made.appendChild(element('span', 'shows', shows));
  item.note = element('span', 'shows');
  item.note.style.flex = 'none';
  made.appendChild(item.note);
  const outcome = element('span', 'word', word(frame));
  outcome.title = MEANINGS[frame.kind === 'inside' ? 'inside' : frame.outcome] || '';
  made.appendChild(outcome);
  made.addEventListener('focus', function () { select(item, true); });
  made.addEventListener('click', function () { made.focus(); });
  item.option = made;
  return made;
}

// Which of them are near the window: only those are measured while something scrolls.

const watched = new Map();
const turned = new Set();
const MOST_TARGETS = 8;
const watcher = !window.IntersectionObserver ? null : new IntersectionObserver(function (entries) {
  entries.forEach(function (entry) {
    const target = watched.get(entry.target);
    const rect = entry.boundingClientRect;
    // What has no box of its own (display: contents) may have one in what is in it: it is always measured.
    const near = entry.isIntersecting || (rect.width === 0 && rect.height === 0);
    // At first it was measured where it was found.
    if (target.near !== null && target.near !== near) { target.items.forEach(function (item) { turned.add(item); }); }
    target.near = near;
  });
  if (moves) { redraw(); }
}, {rootMargin: '50%'});

function targetsOf(range) {
  const within = range.startContainer;
  if (within.nodeType !== 1) { return within.parentElement ? [within.parentElement] : []; }
  const found = [];
  for (let i = range.startOffset; i < range.endOffset; i++) {
    const node = within.childNodes[i];
    if (!node || node.nodeType === 3 && node.data.trim() !== '' || found.length === MOST_TARGETS) { return [within]; }
    if (node.nodeType === 1) { found.push(node); }
  }
  return found.length ? found : [within];
}

function watch(item) {
  if (!watcher || item.targets || !item.range) { return; }
  item.targets = targetsOf(item.range).map(function (node) {
    if (!watched.has(node)) {
      watched.set(node, {near: null, items: []});
      watcher.observe(node);
    }
    watched.get(node).items.push(item);
    return watched.get(node);
  });
}

function isNear(item) {
  return !item.targets || item.targets.length === 0 || item === now || turned.has(item) || item.targets.some(function (target) { return target.near !== false; });
}

// All of them where the layout may be another one, else those near the window.
function draw(all) {
  const measured = all ? items : items.filter(isNear);
  surroundings = new Map();
  if (all) { moves = false; }
  turned.clear();
  host.setAttribute('data-measured', measured.length);
  const origin = host.getBoundingClientRect();
  const width = document.documentElement.scrollWidth;
  // All is read before anything is written: else each frame would have the page laid out again.
  measured.forEach(function (item) { item.box = item.range ? boxOf(item.range) : null; });
  measured.forEach(function (item) {
    watch(item);
    const note = item.box ? '' : item.frame.framed ? 'hidden on this page' : 'cannot be outlined';
    if (item.note.textContent !== note) {
      item.note.textContent = note;
      item.note.title = item.frame.framed ? '' : 'It lies in a text area, a title or a script.';
    }
    if (!item.box) {
      if (item.drawn) { item.drawn.hidden = true; }
      item.written = '';
      return;
    }
    if (!item.drawn) {
      item.drawn = element('div', 'frame ' + item.frame.outcome);
      item.drawn.setAttribute('data-number', item.frame.number);
      const telling = item.frame.kind === 'fragment' && item.frame.outcome !== 'hit';
      if (telling) { item.drawn.classList.add('telling'); }
      const label = telling ? ': ' + (item.frame.outcome === 'stale' ? 'stale' : because(item.frame.why).replace(/^not in the cache: asked.*/, 'not in the cache')) : '';
      item.drawn.appendChild(element('b', '', shortName(item.frame) + label));
      frames.appendChild(item.drawn);
    }
    const left = item.box.left - origin.left;
    const top = item.box.top - origin.top;
    const right = Math.min(item.box.right - origin.left, width);
    item.page = {left: left, top: top, right: right, bottom: item.box.bottom - origin.top};
    const written = [left, top, right, item.box.bottom - origin.top].join();
    if (item.written === written) { return; }
    item.written = written;
    item.drawn.hidden = right <= left;
    item.drawn.style.left = left + 'px';
    item.drawn.style.top = top + 'px';
    item.drawn.style.width = Math.max(0, right - left) + 'px';
    item.drawn.style.height = item.box.bottom - item.box.top + 'px';
    item.drawn.classList.toggle('low', top < 18);
  });
}

// Not more often than it can be afforded.
let waiting = false;
let cost = 0;
let drawnAt = 0;
let unsettled = 0;
// Another layout: what is near follows at once, the rest when it has come to rest.
function relayout() {
  redraw();
  clearTimeout(unsettled);
  unsettled = setTimeout(function () { requestAnimationFrame(function () { draw(true); }); }, 150);
}

function redraw() {
  if (waiting) { return; }
  waiting = true;
  const pause = Math.max(0, drawnAt + 5 * cost - performance.now());
  setTimeout(function () {
    requestAnimationFrame(function () {
      const began = performance.now();
      waiting = false;
      draw(false);
      drawnAt = performance.now();
      cost = drawnAt - began;
    });
  }, cost > 8 ? pause : 0);
}

// One of them at a time.

function select(item, byKeyboard) {
  if (now && now !== item) {
    if (now.drawn) { now.drawn.classList.remove('now'); }
    now.option.setAttribute('aria-selected', 'false');
    now.option.tabIndex = -1;
  }
  now = item;
  if (!item) {
    card.hidden = true;
    return;
  }
  if (item.drawn) { item.drawn.classList.add('now'); }
  item.option.setAttribute('aria-selected', 'true');
  item.option.tabIndex = 0;
  if (!panel.hidden) {
    tell(item, about, false);
    card.hidden = true;
    if (!byKeyboard) { item.option.scrollIntoView({block: 'nearest'}); }
  } else {
    tell(item, card, true);
    card.hidden = false;
  }
  if (byKeyboard) {
    spoken.textContent = verdict(item);
    if (item.drawn) { uncover(item); }
  }
}

// What is selected lies in the part of the window that the panel leaves free.
function uncover(item) {
  const box = item.drawn.getBoundingClientRect();
  const over = panel.getBoundingClientRect();
  const isSheet = over.width >= innerWidth - 1;
  const free = isSheet ? innerHeight - over.height : innerHeight;
  if (box.top > free - 60 || box.bottom < 60) {
    scrollBy({top: box.top - free / 3, behavior: 'instant'});
  }
  if (!isSheet && box.left >= over.left - 20 && box.right <= over.right + 20) {
    remember('dock', over.left > 0 ? 'left' : 'right');
    docked();
  }
}

function placeCard(x, y) {
  const width = card.offsetWidth;
  const height = card.offsetHeight;
  card.style.left = Math.max(8, x + 18 + width > innerWidth ? x - width - 18 : x + 18) + 'px';
  card.style.top = Math.max(8, Math.min(y + 14, innerHeight - height - 8)) + 'px';
}

function move(event) {
  if (event.composedPath().indexOf(host) >= 0 || frames.hidden) { return; }
  const origin = host.getBoundingClientRect();
  const x = event.clientX - origin.left;
  const y = event.clientY - origin.top;
  let best = null;
  let area = Infinity;
  items.forEach(function (item) {
    const box = item.box && item.page;
    if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) { return; }
    const size = (box.right - box.left) * (box.bottom - box.top);
    if (size <= area) {
      best = item;
      area = size;
    }
  });
  // Who went outward from it stays there until the mouse leaves it.
  for (let inner = best; inner && outward && now; inner = inner.around) {
    if (inner === now) { best = now; }
  }
  if (best !== now) {
    outward = false;
    select(best, false);
  }
  if (best && panel.hidden) { placeCard(event.clientX, event.clientY); }
}

let outward = false;
function goOutward(event) {
  if (!event.altKey || !now || !now.around || event.composedPath().indexOf(host) >= 0) { return; }
  event.preventDefault();
  event.stopPropagation();
  outward = true;
  select(now.around, false);
}

function toggle() { if (panel.hidden) { open(); } else { close(); } }

function open() {
  panel.hidden = false;
  card.hidden = true;
  corner.hidden = true;
  corner.setAttribute('aria-expanded', 'true');
  const first = now || items[0];
  if (first) { first.option.focus(); } else { panel.querySelector('button').focus(); }
}

function close() {
  panel.hidden = true;
  corner.hidden = false;
  corner.setAttribute('aria-expanded', 'false');
  select(null);
  corner.focus();
}

function key(event) {
  if (event.altKey && event.shiftKey && event.code === 'KeyF') {
    event.preventDefault();
    toggle();
    return;
  }
  if (event.key === 'Escape' && (now || !panel.hidden)) {
    if (panel.hidden) { select(null); } else { close(); }
    event.preventDefault();
    return;
  }
  const current = items.findIndex(function (item) { return item.option === root.activeElement; });
  if (current < 0) { return; }
  if (event.key === 'Enter') {
    event.preventDefault();
    about.querySelector('h3').focus();
    return;
  }
  const steps = {ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1};
  if (!(event.key in steps)) { return; }
  event.preventDefault();
  items[Math.min(Math.max(steps[event.key], 0), items.length - 1)].option.focus();
}

function switchOff() {
  const request = new XMLHttpRequest();
  const failed = function (text) { about.hidden = false; about.textContent = ''; about.appendChild(element('p', 'why miss', text)); spoken.textContent = text; };
  request.open('POST', data.base + 'overlay');
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  if (data.csrf) { request.setRequestHeader(data.csrf.header, data.csrf.value); }
  request.onload = function () { if (request.status === 200) { location.reload(); } else { failed(request.responseText); } };
  request.onerror = function () { failed('The server does not answer; nothing was changed.'); };
  request.send('show=false&token=' + encodeURIComponent(data.token));
}

// A page that scripts change is looked at again.
function changed(records) {
  if (records.every(function (record) { return record.target === host; })) { return; }
  let more = false;
  const added = new Set();
  records.forEach(function (record) {
    record.addedNodes.forEach(function (node) {
      if (node === host) { return; }
      // Once for all comments that were put into the same element.
      if (node.nodeType === 8) { added.add(node.parentNode || document); }
      if (node.nodeType === 1 && !added.has(node.parentNode)) { added.add(node); }
    });
    if (record.type === 'attributes' && record.target.nodeName === 'DIALOG') { lift(); }
  });
  added.forEach(function (node) { more = findRanges(node) || more; });
  if (more) { listed(); }
  relayout();
}

addSet(data);
findRanges(document);
build();
draw(true);
document.addEventListener('keydown', key);
document.addEventListener('mousemove', move, {passive: true});
document.addEventListener('click', goOutward, true);
// What scrolls with the page keeps its frame: both lie at the same place of it.
document.addEventListener('scroll', function (event) { if (moves || event.target !== document) { redraw(); } }, {passive: true, capture: true});
document.addEventListener('load', relayout, true);
addEventListener('load', relayout);
addEventListener('resize', relayout);
document.addEventListener('toggle', relayout, true);
document.addEventListener('transitionend', relayout, true);
document.fonts.ready.then(relayout);
new ResizeObserver(relayout).observe(document.documentElement);
new MutationObserver(changed).observe(document.documentElement, {subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'style', 'hidden', 'open']});
