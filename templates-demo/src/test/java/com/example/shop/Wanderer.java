package com.example.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.htmlunit.BrowserVersion;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.http.Cookie;

/** A browser that goes where chance leads. Without cookies its session stands in the addresses it opens. */
final class Wanderer implements AutoCloseable {

    private static final boolean WITHOUT_JAVASCRIPT = false;
    private static final Pattern SESSION = Pattern.compile(";jsessionid=([0-9A-F]+)");

    final String name;
    final boolean cookies;
    private final String shop;
    private final WebClient browser;
    private Page page;
    private Optional<String> session = Optional.empty();

    Wanderer(String name, String language, boolean cookies, String shop) throws IOException {
        this.name = name;
        this.cookies = cookies;
        this.shop = shop;
        browser = new WebClient(
                new BrowserVersion.BrowserVersionBuilder(BrowserVersion.getDefault())
                        .setAcceptLanguageHeader(language)
                        .build(),
                WITHOUT_JAVASCRIPT,
                null,
                -1);
        browser.getOptions().setCssEnabled(false);
        browser.getOptions().setHistoryPageCacheLimit(0);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
        browser.getCookieManager().setCookiesEnabled(cookies);
        // A redirect of the shop names no session: who has no cookies goes on by hand.
        browser.getOptions().setRedirectEnabled(cookies);
        open("/");
    }

    void open(String path) throws IOException {
        String own = cookies ? "" : session.map(id -> ";jsessionid=" + id).orElse("");
        int end = path.replace('#', '?').indexOf('?');
        String address = end < 0 ? path + own : path.substring(0, end) + own + path.substring(end);
        arrive(browser.getPage(shop + address.substring(1)));
    }

    /** Goes where one of the page's links leads. */
    void followALink(RandomGenerator chance) throws IOException {
        List<HtmlAnchor> links = ((HtmlPage) page)
                .getAnchors().stream()
                        .filter(link -> !link.getHrefAttribute().startsWith("#"))
                        .toList();
        HtmlAnchor link = links.get(chance.nextInt(links.size()));
        String where = SESSION.matcher(link.getHrefAttribute()).replaceAll("");
        if (cookies) {
            arrive(link.click());
        } else if (where.startsWith("?")) {
            // The page that began the session had none in its address yet; the next one would begin another.
            open(SESSION.matcher(page.getUrl().getPath()).replaceAll("") + where);
        } else {
            open(where);
        }
    }

    /** Presses one of the buttons that these words begin; false where the page has none. */
    boolean press(RandomGenerator chance, String... words) throws IOException {
        List<DomElement> buttons = ((HtmlPage) page)
                .getElementsByTagName("button").stream()
                        .filter(button -> !button.hasAttribute("disabled"))
                        .filter(button ->
                                Stream.of(words).anyMatch(button.getTextContent().strip()::startsWith))
                        .toList();
        if (buttons.isEmpty()) {
            return false;
        }
        Page next = buttons.get(chance.nextInt(buttons.size())).click();
        if (next.getWebResponse().getStatusCode() == 303) {
            open(next.getWebResponse().getResponseHeaderValue("Location"));
        } else {
            arrive(next);
        }
        return true;
    }

    void type(String field, String value) {
        HtmlElement input = ((HtmlPage) page).getElementByName(field);
        input.setAttribute("value", value);
    }

    /** The page as it came. */
    String sees() {
        return page.getWebResponse().getContentAsString();
    }

    int status() {
        return page.getWebResponse().getStatusCode();
    }

    String address() {
        return page.getUrl().toString();
    }

    /** Whether the address alone says what is seen: after a form that was refused it does not. */
    boolean isLoaded() {
        return page.getWebResponse().getWebRequest().getHttpMethod() == HttpMethod.GET;
    }

    /** What plain Thymeleaf prints for this visitor at this address. */
    String plain() throws IOException {
        WebRequest request = new WebRequest(page.getUrl(), browser.getBrowserVersion().getHtmlAcceptHeader(), "");
        request.setAdditionalHeader("Plain", "true");
        return browser.loadWebResponse(request).getContentAsString();
    }

    Optional<String> session() {
        return session;
    }

    private void arrive(Page next) {
        page = next;
        if (cookies) {
            session = Optional.ofNullable(browser.getCookieManager().getCookie("JSESSIONID"))
                    .map(Cookie::getValue);
        } else {
            Matcher own = SESSION.matcher(sees());
            session = own.find() ? Optional.of(own.group(1)) : session;
        }
    }

    @Override
    public void close() {
        browser.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
