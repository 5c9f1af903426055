package io.fragmentcache.testing;

import io.fragmentcache.problem.Problem;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * The first place where two pages differ, named so that a reader finds it. Needs {@code org.jsoup:jsoup}. Immutable.
 *
 * @param element the CSS path of the element that differs, for instance {@code html > body > ul > li:nth-child(2)};
 *     {@code character 17} where the pages are written differently and read alike
 * @param first what the first page has there; long texts are cut around the difference
 * @param second what the second page has there
 */
public record HtmlDifference(String element, String first, String second) {
    private static final int BEFORE = 40;
    private static final int AFTER = 120;

    /**
     * Compares two pages byte for byte.
     *
     * @return the first difference; empty where the two are equal
     * @throws Problem if jsoup is not on the class path
     */
    public static Optional<HtmlDifference> between(String first, String second) {
        if (first.equals(second)) {
            return Optional.empty();
        }
        try {
            HtmlDifference read = elements(parse(first), parse(second));
            return Optional.of(read == null ? written(first, second) : read);
        } catch (NoClassDefFoundError absent) {
            throw Problem.jsoupAbsent(absent);
        }
    }

    @Override
    public String toString() {
        return element + ": '" + first + "' and '" + second + "'";
    }

    private static Document parse(String page) {
        Document document = Jsoup.parse(page);
        document.outputSettings().prettyPrint(false);
        return document;
    }

    private static @Nullable HtmlDifference elements(Element first, Element second) {
        if (!first.tagName().equals(second.tagName()) || !first.attributes().equals(second.attributes())) {
            return at(
                    first,
                    first.shallowClone().outerHtml(),
                    second.shallowClone().outerHtml());
        }
        int both = Math.min(first.childNodeSize(), second.childNodeSize());
        for (int i = 0; i < both; i++) {
            HtmlDifference found = nodes(first, first.childNode(i), second.childNode(i));
            if (found != null) {
                return found;
            }
        }
        return first.childNodeSize() == second.childNodeSize() ? null : at(first, first.html(), second.html());
    }

    private static @Nullable HtmlDifference nodes(Element around, Node first, Node second) {
        if (first instanceof Element one && second instanceof Element other) {
            return elements(one, other);
        }
        return text(first).equals(text(second)) ? null : at(around, text(first), text(second));
    }

    private static String text(Node node) {
        return node instanceof TextNode text ? text.getWholeText() : node.outerHtml();
    }

    private static HtmlDifference at(Element element, String first, String second) {
        int at = firstDifference(first, second);
        return new HtmlDifference(element.cssSelector(), cut(first, at), cut(second, at));
    }

    private static HtmlDifference written(String first, String second) {
        int at = firstDifference(first, second);
        return new HtmlDifference("character " + at, cut(first, at), cut(second, at));
    }

    private static int firstDifference(String first, String second) {
        int shorter = Math.min(first.length(), second.length());
        int at = 0;
        while (at < shorter && first.charAt(at) == second.charAt(at)) {
            at++;
        }
        return at;
    }

    private static String cut(String text, int at) {
        int from = at <= BEFORE ? 0 : at - BEFORE;
        int to = Math.min(text.length(), at + AFTER);
        return (from == 0 ? "" : "…") + text.substring(from, to) + (to == text.length() ? "" : "…");
    }
}
