package com.example.shop;

import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** The first place where two pages are not the same, named so that one finds it. */
record Difference(String element, String one, String other) {

    static Optional<Difference> between(String one, String other) {
        if (one.equals(other)) {
            return Optional.empty();
        }
        Optional<Difference> found = between(Jsoup.parse(one), Jsoup.parse(other));
        return found.isPresent() ? found : Optional.of(inWriting(one, other));
    }

    private static Optional<Difference> between(Element one, Element other) {
        if (!one.tagName().equals(other.tagName()) || !one.attributes().equals(other.attributes())) {
            return Optional.of(new Difference(
                    one.cssSelector(),
                    one.shallowClone().outerHtml(),
                    other.shallowClone().outerHtml()));
        }
        if (one.childNodeSize() != other.childNodeSize()) {
            return Optional.of(new Difference(one.cssSelector(), one.html(), other.html()));
        }
        for (int i = 0; i < one.childNodeSize(); i++) {
            Node left = one.childNode(i);
            Node right = other.childNode(i);
            if (left instanceof Element inner && right instanceof Element innerToo) {
                Optional<Difference> found = between(inner, innerToo);
                if (found.isPresent()) {
                    return found;
                }
            } else if (!words(left).equals(words(right))) {
                return Optional.of(new Difference(one.cssSelector(), words(left), words(right)));
            }
        }
        return Optional.empty();
    }

    private static String words(Node node) {
        return node instanceof TextNode text ? text.getWholeText() : node.outerHtml();
    }

    /** For pages that are read alike and written differently. */
    private static Difference inWriting(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return new Difference("character " + at, around(one, at), around(other, at));
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 40));
    }
}
