package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The inspector in a real browser. Needs Chromium, so it is left out of the usual build; {@code .ci/smoke} installs one
 * and runs it: {@code mvn test -pl templates-demo -am -Dtest=BrowserTest -Dtests.excluded=
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("browser")
class BrowserTest {

    private static final String HOST = "document.querySelector('fragment-inspector')";
    private static final String ROOT = HOST + ".shadowRoot";
    private static final String DATA = "JSON.parse(document.getElementById('fragment-inspector').textContent)";
    /** Of all but the line in the footer, which says something else of each rendering. */
    private static final String BOXES =
            "JSON.stringify([document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                    + ".concat([...document.body.querySelectorAll('*')].filter(e => !e.closest('#cached')).map(e => { const b = e.getBoundingClientRect();"
                    + " return e.tagName + [b.left, b.top, b.width, b.height]; })))";
    private static final int CARDS = 50;

    private static Chromium browser;

    private volatile Duration moved = Duration.ZERO;
    private final String database = Street.freshDatabase();
    private Shop shop;

    @BeforeAll
    static void openBrowser() {
        browser = new Chromium();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void openShop() {
        browser.forget();
        openShop(0);
        browser.window(1280, 900, false);
    }

    @AfterEach
    void closeShop() {
        shop.close();
    }

    private void openShop(int port) {
        Map<String, String> environment =
                Map.of("SHOP_INSPECT", "true", "SHOP_ON_SAVE", "touch", "PORT", "" + port, "SHOP_DB", database);
        shop = Shop.open(Street.settings(environment), () -> {}, this::seams);
        browser.open(shop.inspector().orElseThrow());
        browser.until("location.pathname === '/_fragments/' && location.search === ''");
    }

    /** Time may be moved on; nothing runs while it is. */
    private FragmentCacheBuilder seams(FragmentCacheBuilder cache) {
        return cache.clock(() -> Instant.now().plus(moved)).executor(Runnable::run);
    }

    private BrowserTest visit(String path) {
        browser.open(shop.url() + path);
        return this;
    }

    private BrowserTest inspect(String path) {
        visit(path);
        browser.until("getComputedStyle(" + HOST + ").display === 'block' && " + ROOT + ".querySelector('.frame')");
        return this;
    }

    private BrowserTest switchOn() {
        visit("_fragments/");
        browser.until("document.getElementById('live').textContent.startsWith('Live')");
        browser.click("document.getElementById('overlay')")
                .until("document.getElementById('overlay').getAttribute('aria-pressed') === 'true'");
        return this;
    }

    private void touch(String tag) {
        visit("_fragments/");
        browser.until("document.getElementById('live').textContent.startsWith('Live')");
        browser.eval("document.getElementById('tag').value = '" + tag + "'");
        browser.click("document.querySelector('#change button')")
                .until("document.getElementById('said').textContent.startsWith('" + tag + "')");
    }

    private static int count(String expression) {
        return Integer.parseInt(browser.eval(expression));
    }

    /** The frames of fragments of this name with this outcome that are drawn. */
    private static String frames(String name, String outcome) {
        return DATA + ".frames.filter(f => f.name === '" + name + "' && f.outcome === '" + outcome + "').map(f => " + ROOT
                + ".querySelector('.frame[data-number=\"' + f.number + '\"]')).filter(f => f && !f.hidden)";
    }

    @Test
    void eachFragmentHasAFrameWhereItLiesEvenInsideAHit() {
        visit("categories/1");
        switchOn().inspect("categories/1");

        assertThat(count(frames("category :: main", "hit") + ".length")).isEqualTo(1);
        assertThat(count(frames("category :: card", "hit") + ".length")).isEqualTo(CARDS);
        assertThat(count(frames("card :: rating", "hit") + ".length")).isEqualTo(CARDS);
        assertThat(count(frames("card :: hole", "hole") + ".length")).isEqualTo(CARDS);
        assertThat(browser.eval("(() => { const cards = document.querySelectorAll('li.card'); return "
                        + frames("category :: card", "hit")
                        + ".every((f, i) => { const a = f.getBoundingClientRect(), b = cards[i].getBoundingClientRect();"
                        + " return ['left', 'top', 'width', 'height'].every(s => Math.abs(a[s] - b[s]) < 0.6); }); })()"))
                .isEqualTo("true");
    }

    @Test
    void coloursTellWhatBecameOfThem() {
        switchOn().inspect("categories/1");
        String colour = ".map(f => getComputedStyle(f).borderTopColor + getComputedStyle(f).borderTopStyle)"
                + ".filter((c, i, all) => all.indexOf(c) === i)";
        assertThat(browser.eval(frames("category :: card", "miss") + colour)).isEqualTo("rgb(143, 29, 26)solid");
        inspect("categories/1");
        assertThat(browser.eval(frames("category :: card", "hit") + colour)).isEqualTo("rgb(26, 128, 68)solid");
        assertThat(browser.eval(frames("card :: hole", "hole") + colour)).isEqualTo("rgb(109, 66, 196)dotted");
    }

    @Test
    void theOneCardThatWasTouchedIsColdAndSaysWhy() {
        switchOn().visit("categories/1");
        touch("Product:3");
        inspect("categories/1");

        assertThat(count(frames("category :: card", "hit") + ".length")).isEqualTo(CARDS - 1);
        assertThat(browser.eval(frames("category :: card", "miss") + ".map(f => f.textContent)"))
                .isEqualTo("card: Product:3 was touched");
        assertThat(browser.eval(frames("category :: main", "miss") + ".map(f => f.textContent)"))
                .isEqualTo("main: Product:3 was touched");
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void thePagesLayoutIsTheSameToThePixel(int width) {
        browser.window(width, 900, false);
        for (String path : List.of("categories/1", "products/1", "")) {
            visit(path);
            String without = browser.eval(BOXES);
            switchOn().inspect(path);
            assertThat(browser.eval(BOXES)).as(path).isEqualTo(without);
            browser.click(ROOT + ".querySelector('.corner')");
            assertThat(browser.eval(BOXES)).as(path + " with its list").isEqualTo(without);
            browser.thenLoads(() -> browser.click("[..." + ROOT
                    + ".querySelectorAll('.panel button')].find(b => b.textContent === 'Turn off')"));
            assertThat(browser.eval("document.documentElement.outerHTML.includes('fragment-inspector')"))
                    .isEqualTo("false");
        }
    }

    @Test
    void theListIsWalkedByKeyboardAndTheFrameFollows() {
        String focused = ROOT + ".activeElement";
        String name = focused + ".querySelector('.name').textContent";
        String framed = ROOT + ".querySelector('.frame.now').getAttribute('data-number')";
        visit("categories/1");
        switchOn().inspect("categories/1");

        browser.eval(ROOT + ".querySelector('.corner').focus()");
        browser.press("Enter").until(focused + ".getAttribute('role') === 'treeitem'");
        assertThat(browser.eval(name)).isEqualTo("main");
        assertThat(browser.press("ArrowDown").press("ArrowDown").eval(name)).isEqualTo("card");
        assertThat(browser.eval(framed)).isEqualTo("2");
        assertThat(browser.eval(ROOT + ".querySelector('.about').textContent"))
                .contains("category :: card", "served inside its cached parent category :: list", "keyProduct:1", "tagsProduct:1, Product");
        assertThat(browser.press("End").eval(name)).isEqualTo("hole");
        browser.until(ROOT + ".querySelector('.frame.now').getBoundingClientRect().bottom < innerHeight");
        assertThat(browser.press("Home").press("ArrowUp").eval(name)).isEqualTo("main");
        browser.press("Tab").press("Escape");
        assertThat(browser.eval(ROOT + ".querySelector('.panel').hidden + ' ' + " + focused + ".classList.contains('corner')"))
                .isEqualTo("true true");
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void whatTheListPointsAtIsNeverUnderThePanel(int width) {
        String covered = "(() => { const f = " + ROOT + ".querySelector('.frame.now').getBoundingClientRect(), p = "
                + ROOT + ".querySelector('.panel').getBoundingClientRect(); return f.left >= p.left && f.right <= p.right"
                + " && f.top >= p.top && f.bottom <= p.bottom; })()";
        browser.window(width, 844, false);
        visit("categories/1");
        switchOn().inspect("categories/1");
        browser.eval(ROOT + ".querySelector('.corner').focus()");
        browser.press("Enter").until(ROOT + ".activeElement.getAttribute('role') === 'treeitem'");
        for (int i = 0; i < 25; i++) {
            browser.press("ArrowDown").until("!" + covered);
        }
    }

    @Test
    void theFocusStaysInTheDetailsWhereATagIsTouched() {
        String focused = "document.activeElement.getAttribute('aria-label')";
        visit("products/12");
        visit("_fragments/");
        browser.until("document.querySelector('#rows button')");
        browser.click("[...document.querySelectorAll('#rows button')].find(b => b.textContent === 'product :: main')")
                .until("document.querySelector('#detail .keys button')");
        browser.click("document.querySelector('#detail .keys button')").until("document.querySelector('#detail .tags')");
        assertThat(browser.eval("document.activeElement.tagName")).isEqualTo("H2");

        String touch = "document.querySelector('#detail [aria-label=\"Touch Product:12\"]')";
        browser.eval("document.querySelector('#detail h2').old = true");
        browser.eval(touch + ".focus()");
        browser.click(touch)
                .until("document.querySelector('#detail .said').textContent.startsWith('Product:12 touched')")
                .until("!document.querySelector('#detail h2').old && " + focused + " === 'Touch Product:12'");
        browser.click("document.querySelector('#detail header button')");
        assertThat(browser.eval("document.activeElement.textContent")).isEqualTo("product :: main");
    }

    @Test
    void pointingShowsTheInnermost() {
        visit("categories/1");
        switchOn().inspect("categories/1");
        String stars = "document.querySelector('li.card .rating').getBoundingClientRect()";
        browser.point(count("Math.round(" + stars + ".left + 20)"), count("Math.round(" + stars + ".top + 8)"))
                .until("!" + ROOT + ".querySelector('.card').hidden");

        assertThat(browser.eval(ROOT + ".querySelector('.card').textContent"))
                .startsWith("card :: rating")
                .contains("keyProduct:1", "languageen", "last miss", "~{rating :: rating}");
        assertThat(browser.eval("getComputedStyle(" + ROOT + ".querySelector('.frames')).pointerEvents"))
                .isEqualTo("none");
    }

    @Test
    void noPageHasAViolationOfAccessibilityRulesWithOrWithoutTheOverlay() throws IOException {
        String axe;
        try (InputStream script = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (boolean dark : List.of(false, true)) {
            browser.window(1280, 900, dark);
            for (String path : List.of("", "categories/1", "products/1", "cart", "login", "admin/products/1")) {
                visit(path);
                assertThat(violations(axe)).as(path).isEqualTo("");
            }
            switchOn();
            browser.until("document.getElementById('rows').children.length > 5");
            assertThat(violations(axe)).as("dashboard").isEqualTo("");
            browser.click("document.querySelector('#rows button')").until("document.querySelector('#detail pre')");
            assertThat(violations(axe)).as("a fragment").isEqualTo("");
            inspect("products/1");
            browser.click(ROOT + ".querySelector('.corner')");
            assertThat(violations(axe)).as("the overlay with its list").isEqualTo("");
            browser.thenLoads(() -> browser.click("[..." + ROOT
                    + ".querySelectorAll('.panel button')].find(b => b.textContent === 'Turn off')"));
        }
    }

    /** What axe-core finds: rules of WCAG 2.2 AA, and good practice. */
    private static String violations(String axe) {
        browser.eval("(" + "() => { " + axe + "; return 'loaded'; })()");
        return browser.eval("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
                + " 'best-practice']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target).join('; '))");
    }

    /** As a part that a script fetched and put into the page: so many rows in a box that scrolls. */
    private static final String MANY_ROWS = "(() => { const box = document.createElement('div');"
            + " box.id = 'rows'; box.style.cssText = 'height:600px;overflow:auto;position:relative';"
            + " const name = 'f'.repeat(32), frames = []; let html = '';"
            + " for (let i = 0; i < 2500; i++) {"
            + " html += `<!--${name}[${i}--><p>row ${i}</p><!--${name}]${i}-->`;"
            + " frames.push({number: i, around: -1, framed: true, kind: 'fragment', outcome: 'hit', name: 'big :: row',"
            + " why: '', arguments: {}, facts: null}); }"
            + " box.innerHTML = html + '<!--fragment-inspector:' + JSON.stringify({name: name, frames: frames, trees: {}}) + '-->';"
            + " document.querySelector('main').prepend(box); return 'put in'; })()";

    @Test
    void scrollingMeasuresOnlyWhatIsNearTheWindow() {
        String measured = "Number(" + HOST + ".getAttribute('data-measured'))";
        String firstInSight = "[...document.querySelectorAll('#rows p')].find(p => p.getBoundingClientRect().top > document.querySelector('#rows').getBoundingClientRect().top + 50)";
        visit("cart");
        switchOn().visit("cart");
        browser.until(HOST);
        browser.eval(MANY_ROWS);
        browser.until(measured + " >= 2500");
        for (int top : List.of(3_000, 30_000, 72_000)) {
            browser.eval("document.querySelector('#rows').scrollTop = " + top);
            // A layout that comes to rest measures all of them once: then it is scrolled on by a pixel.
            browser.until("(" + measured + " < 400 || ((document.querySelector('#rows').scrollTop += 1) && false)) && "
                    + measured + " > 10 && [..." + ROOT + ".querySelectorAll('.frame')].some(f => !f.hidden && Math.abs(f.getBoundingClientRect().top - "
                    + firstInSight + ".getBoundingClientRect().top) < 1)");
        }
        assertThat(count("[..." + ROOT + ".querySelectorAll('.frame')].filter(f => !f.hidden).length"))
                .as("what was scrolled away keeps no frame")
                .isLessThan(60);
    }

    @Test
    void theDashboardOutlivesARestartOfTheServer() {
        switchOn();
        int port = URI.create(shop.url()).getPort();
        shop.close();
        browser.until("document.getElementById('live').textContent === 'Connection lost, retrying …'");
        openShop(port);

        browser.until("document.getElementById('live').textContent.startsWith('Live')");
        browser.eval("document.getElementById('tag').value = 'Product:1'");
        browser.click("document.querySelector('#change button')")
                .until("document.getElementById('said').textContent.startsWith('Product:1')");
    }

    @Test
    void itsPicturesAreSmallAndThoseOfTheDocsAreTakenOnDemand(@TempDir Path scratch) throws IOException {
        Path folder = Path.of(System.getProperty("pictures", scratch.toString()));
        browser.window(1080, 720, false);
        switchOn().visit("categories/1");
        touch("Product:2");
        inspect("categories/1");
        browser.point(420, 420).until("!" + ROOT + ".querySelector('.card').hidden");
        browser.picture(folder.resolve("overlay.png"));

        aQuarterOfAnHourGoesBy(new Random(1));
        browser.window(1160, 700, false);
        visit("_fragments/");
        browser.until("document.getElementById('rows').children.length > 10");
        browser.picture(folder.resolve("inspector.png"));

        for (String name : List.of("overlay.png", "inspector.png")) {
            assertThat(Files.size(folder.resolve(name))).as(name).isBetween(10_000L, 150_000L);
        }
    }

    private void aQuarterOfAnHourGoesBy(Random random) {
        for (int step = 0; step < 90; step++) {
            moved = moved.plusSeconds(10);
            String visits = IntStream.range(0, 5 + random.nextInt(6))
                    .mapToObj(i -> "fetch('/" + path(random) + "', {credentials: 'omit'})")
                    .collect(Collectors.joining(","));
            browser.eval("Promise.all([" + visits + "])");
            if (step % 15 == 14) {
                browser.eval(
                        "fetch('/_fragments/state').then(r => r.json()).then(s => fetch('/_fragments/touch', {method: 'POST',"
                                + " body: new URLSearchParams({token: s.token, tag: 'Product:"
                                + (1 + random.nextInt(12)) + "'})}))");
            }
        }
    }

    private static String path(Random random) {
        int kind = random.nextInt(10);
        return kind < 6
                ? "categories/" + (1 + random.nextInt(3))
                : kind < 9 ? "products/" + (1 + random.nextInt(12)) : "";
    }
}
