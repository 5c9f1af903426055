package com.example.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import org.htmlunit.BrowserVersion;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Somebody with a browser of their own, on one page of the shop at a time. */
final class Visitor implements AutoCloseable {

    private static final boolean WITHOUT_JAVASCRIPT = false;

    private final String shop;
    private final WebClient browser;
    private Page page;

    Visitor(String shop, String languages) {
        this.shop = shop;
        this.browser = new WebClient(
                new BrowserVersion.BrowserVersionBuilder(BrowserVersion.getDefault())
                        .setAcceptLanguageHeader(languages)
                        .build(),
                WITHOUT_JAVASCRIPT,
                null,
                -1);
        browser.getOptions().setCssEnabled(false);
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    }

    Visitor open(String path) {
        return go(() -> browser.getPage(shop + path.substring(1)));
    }

    /** Asks for a page as a browser does that has it already, under this tag. */
    Visitor openAgain(String path, String tag) {
        return go(() -> {
            WebRequest request = new WebRequest(new URL(shop + path.substring(1)));
            request.setAdditionalHeader("If-None-Match", tag);
            return browser.getPage(request);
        });
    }

    /** Sends a form that the shop never gave out. */
    Visitor forge(String path, String body) {
        return go(() -> {
            WebRequest request = new WebRequest(new URL(shop + path.substring(1)), HttpMethod.POST);
            request.setRequestBody(body);
            return browser.getPage(request);
        });
    }

    Visitor type(String field, String value) {
        HtmlElement input = html().getElementByName(field);
        input.setAttribute("value", value);
        return this;
    }

    /** Presses the button that says this. */
    Visitor press(String words) {
        DomElement button = html().getElementsByTagName("button").stream()
                .filter(candidate -> candidate.asNormalizedText().equals(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button says " + words + " on " + html().getUrl()));
        return go(button::click);
    }

    int status() {
        return response().getStatusCode();
    }

    WebResponse response() {
        return page.getWebResponse();
    }

    /** What the cache did for this page. */
    String cacheStatus() {
        return header("Cache-Status");
    }

    String header(String name) {
        return response().getResponseHeaderValue(name);
    }

    String path() {
        return page.getUrl().getFile();
    }

    /** The page as it came, read as UTF-8. */
    Document sees() {
        return Jsoup.parse(response().getContentAsString(), shop);
    }

    String reads(String selector) {
        return sees().select(selector).text();
    }

    String session() {
        return browser.getCookieManager().getCookie("JSESSIONID").getValue();
    }

    private HtmlPage html() {
        return (HtmlPage) page;
    }

    private Visitor go(Way way) {
        try {
            page = way.lead();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }

    @FunctionalInterface
    private interface Way {
        Page lead() throws IOException;
    }
}
