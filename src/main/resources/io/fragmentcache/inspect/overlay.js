// Draws a frame around each fragment of this page, over it and without touching it. All it shows is put in as text.
const source = document.getElementById('fragment-inspector');
const data = JSON.parse(source.textContent);
const items = [];
const byNumber = {};
data.frames.forEach(function (frame) {
  const item = {frame: frame, depth: 0, range: null, box: null, drawn: null, option: null};
  byNumber[frame.number] = item;
  items.push(item);
});
items.forEach(function (item) {
  const around = byNumber[item.frame.around];
  item.around = around || null;
  item.depth = around ? around.depth + 1 : 0;
});

// Where they lie: between two comments, or the element behind one.

function findRanges() {
  const begins = {};
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) {
    if (comment.data.indexOf(data.name) !== 0) { continue; }
    const kind = comment.data.charAt(data.name.length);
    const item = byNumber[comment.data.slice(data.name.length + 1)];
    if (!item) { continue; }
    if (kind === '[') {
      begins[item.frame.number] = comment;
    } else if (kind === ']' && begins[item.frame.number]) {
      item.range = document.createRange();
      item.range.setStartAfter(begins[item.frame.number]);
      item.range.setEndBefore(comment);
    } else if (kind === '|') {
      let next = comment.nextSibling;
      while (next && next.nodeType !== 1) { next = next.nextSibling; }
      if (next) {
        item.range = document.createRange();
        item.range.selectNode(next);
      }
    }
  }
}

function boxOf(range) {
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
  return box;
}

function shortName(frame) {
  return frame.kind === 'hole' ? 'hole' : frame.name.slice(frame.name.lastIndexOf(' :: ') + 1).replace(/^:: /, '');
}

function verdict(frame) {
  if (frame.kind === 'hole') { return 'hole: rendered for each request'; }
  if (frame.kind === 'bypass') { return 'not cached: a condition said so, or this request may not store'; }
  if (frame.kind === 'inside') {
    const own = frame.facts.verdict === 'fresh' ? '' : '; on its own it is ' + frame.facts.verdict + ', ' + frame.facts.reason;
    return frame.outcome + ', with the one around it' + own;
  }
  if (frame.outcome === 'hit') { return 'hit'; }
  return (frame.outcome === 'miss' ? 'rendered now: ' : 'stale, shown while a new one is made: ') + frame.why;
}

function tell(frame, target) {
  target.textContent = '';
  target.appendChild(element('h3', '', frame.name));
  target.appendChild(element('p', 'why ' + frame.outcome, verdict(frame)));
  const list = element('dl');
  Object.keys(frame.arguments).forEach(function (name) { fact(list, name, frame.arguments[name]); });
  const facts = frame.facts;
  if (facts) {
    describe(facts, list);
    const more = facts.tags.length - 12;
    fact(list, 'tags', facts.tags.slice(0, 12).join(', ') + (more > 0 ? ' and ' + more + ' more' : ''));
  }
  target.appendChild(list);
  const tree = facts && data.trees[frame.name];
  if (tree) { target.appendChild(element('pre', '', [tree.digest].concat(tree.lines).join('\n'))); }
}

// The layer, in a shadow of its own: styles of the page do not reach it, its own do not reach the page.

const host = document.createElement('fragment-inspector');
const root = host.attachShadow({mode: 'open'});
const style = element('link');
style.rel = 'stylesheet';
style.href = data.base + 'overlay.css';
const frames = element('div', 'frames');
const card = element('div', 'card');
const corner = element('button', 'corner');
const panel = element('div', 'panel');
const about = element('div', 'about');
const list = element('ul', 'list');
let now = null;

function build() {
  card.hidden = true;
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', 'Fragments of this page');
  corner.type = 'button';
  corner.setAttribute('aria-expanded', 'false');
  corner.appendChild(element('span', '', 'Fragments'));
  const counts = element('span', 'counts');
  ['hit', 'stale', 'miss', 'bypass'].forEach(function (outcome) {
    const number = items.filter(function (item) { return item.frame.outcome === outcome; }).length;
    if (number > 0) {
      const each = element('i', outcome, number);
      each.title = outcome === 'bypass' ? 'holes, and what is not cached' : outcome;
      counts.appendChild(each);
    }
  });
  corner.appendChild(counts);
  corner.addEventListener('click', function () { if (panel.hidden) { open(); } else { close(); } });
  const head = element('header');
  head.appendChild(element('h2', '', items.length + ' here'));
  const board = element('a', '', 'Dashboard');
  board.href = data.base;
  head.appendChild(board);
  head.appendChild(tool('Hide frames', function (event) {
    frames.hidden = !frames.hidden;
    event.currentTarget.textContent = frames.hidden ? 'Show frames' : 'Hide frames';
  }));
  head.appendChild(tool('Switch off', switchOff));
  head.appendChild(tool('Close', close));
  head.lastChild.title = 'Escape does the same';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Fragments');
  items.forEach(function (item, i) { list.appendChild(option(item, i)); });
  panel.appendChild(head);
  panel.appendChild(list);
  panel.appendChild(about);
  [style, frames, card, corner, panel].forEach(function (part) { root.appendChild(part); });
  // Without its style it would lie in the page: it is not there before that has come.
  host.style.display = 'none';
  style.addEventListener('load', function () {
    host.style.display = 'block';
    draw();
  });
  document.documentElement.appendChild(host);
}

function tool(text, action) {
  const made = element('button', '', text);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

function option(item, i) {
  const made = element('li', item.frame.outcome);
  made.setAttribute('role', 'option');
  made.setAttribute('aria-selected', 'false');
  made.tabIndex = i === 0 ? 0 : -1;
  made.style.paddingLeft = 14 + 14 * item.depth + 'px';
  made.appendChild(element('span', 'dot'));
  made.appendChild(element('span', 'name', shortName(item.frame)));
  if (item.frame.facts) { made.appendChild(element('span', 'shows', item.frame.facts.shows.join(', ').slice(0, 30))); }
  item.note = element('span', 'note');
  made.appendChild(item.note);
  made.addEventListener('focus', function () { select(item, true); });
  made.addEventListener('click', function () { made.focus(); });
  item.option = made;
  return made;
}

function draw() {
  const origin = host.getBoundingClientRect();
  const width = document.documentElement.scrollWidth;
  items.forEach(function (item) {
    item.box = item.range ? boxOf(item.range) : null;
    item.note.textContent = item.box ? '' : item.frame.framed ? 'not visible' : 'no frame';
    if (!item.box) {
      if (item.drawn) { item.drawn.hidden = true; }
      return;
    }
    if (!item.drawn) {
      item.drawn = element('div', 'frame ' + item.frame.outcome);
      item.drawn.setAttribute('data-number', item.frame.number);
      const telling = item.frame.kind === 'fragment' && item.frame.outcome !== 'hit';
      if (telling) { item.drawn.classList.add('telling'); }
      item.drawn.appendChild(element('b', '', shortName(item.frame) + (telling ? ': ' + item.frame.why : '')));
      frames.appendChild(item.drawn);
    }
    const left = item.box.left - origin.left;
    const right = Math.min(item.box.right - origin.left, width);
    item.drawn.hidden = right <= left;
    item.drawn.style.left = left + 'px';
    item.drawn.style.top = item.box.top - origin.top + 'px';
    item.drawn.style.width = Math.max(0, right - left) + 'px';
    item.drawn.style.height = item.box.bottom - item.box.top + 'px';
  });
}

let waiting = false;
function redraw() {
  if (waiting) { return; }
  waiting = true;
  requestAnimationFrame(function () { waiting = false; draw(); });
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
    tell(item.frame, about);
    card.hidden = true;
    if (!byKeyboard) { item.option.scrollIntoView({block: 'nearest'}); }
  } else {
    tell(item.frame, card);
    card.hidden = false;
  }
  if (byKeyboard && item.drawn) {
    const box = item.drawn.getBoundingClientRect();
    if (box.bottom < 60 || box.top > innerHeight - 60) {
      scrollBy({top: box.top - innerHeight / 3, behavior: 'instant'});
    }
  }
}

function place(x, y) {
  const width = card.offsetWidth;
  const height = card.offsetHeight;
  card.style.left = Math.max(8, x + 18 + width > innerWidth ? x - width - 18 : x + 18) + 'px';
  card.style.top = Math.max(8, Math.min(y + 14, innerHeight - height - 8)) + 'px';
}

function move(event) {
  if (event.composedPath().indexOf(host) >= 0) { return; }
  if (frames.hidden) { return; }
  let best = null;
  let area = Infinity;
  items.forEach(function (item) {
    if (!item.drawn || item.drawn.hidden) { return; }
    const box = item.drawn.getBoundingClientRect();
    const size = box.width * box.height;
    const across = event.clientX >= box.left && event.clientX <= box.right;
    if (across && event.clientY >= box.top && event.clientY <= box.bottom && size <= area) {
      best = item;
      area = size;
    }
  });
  if (best !== now) { select(best, false); }
  if (best && panel.hidden) { place(event.clientX, event.clientY); }
}

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
  if (event.key === 'Escape' && now) {
    if (panel.hidden) { select(null); } else { close(); }
    event.preventDefault();
    return;
  }
  const current = items.findIndex(function (item) { return item.option === root.activeElement; });
  const steps = {ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1};
  if (current < 0 || !(event.key in steps)) { return; }
  event.preventDefault();
  items[Math.min(Math.max(steps[event.key], 0), items.length - 1)].option.focus();
}

function switchOff() {
  const request = new XMLHttpRequest();
  request.open('POST', data.base + 'overlay');
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  if (data.csrf) { request.setRequestHeader(data.csrf.header, data.csrf.value); }
  request.onload = function () {
    if (request.status === 200) { location.reload(); } else { about.textContent = request.responseText; }
  };
  request.send('show=false&token=' + encodeURIComponent(data.token));
}

findRanges();
build();
document.addEventListener('keydown', key);
document.addEventListener('mousemove', move, {passive: true});
document.addEventListener('scroll', redraw, {passive: true, capture: true});
document.addEventListener('load', redraw, true);
addEventListener('load', redraw);
addEventListener('resize', redraw);
document.addEventListener('toggle', redraw, true);
document.addEventListener('transitionend', redraw, true);
document.fonts.ready.then(redraw);
new ResizeObserver(redraw).observe(document.documentElement);
