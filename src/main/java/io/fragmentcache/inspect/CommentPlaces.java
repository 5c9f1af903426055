package io.fragmentcache.inspect;

import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where in a page a comment may be put in without changing what a browser makes of it: not in a tag, nor in an element
 * whose content is text. Follows the tokenizer of the HTML standard (13.2.5).
 */
final class CommentPlaces {
    private static final Set<String> TEXT_ONLY = Set.of(
            "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext");
    /** A line break right after these tags is dropped, but not after a comment. */
    private static final Set<String> DROP_LINE_BREAK = Set.of("pre", "listing");

    private final String page;
    /** From the first character of what may not be split to the place behind it. */
    private final NavigableMap<Integer, Integer> whole = new TreeMap<>();

    private int headEnd = -1;

    private CommentPlaces(String page) {
        this.page = page;
    }

    static CommentPlaces in(String page) {
        CommentPlaces places = new CommentPlaces(page);
        for (int open; (open = page.indexOf('<', places.end())) >= 0; ) {
            places.whole.put(open, places.endOf(open));
        }
        return places;
    }

    /** Whether a comment may stand before this character. */
    boolean allow(int offset) {
        Map.Entry<Integer, Integer> before = whole.lowerEntry(offset);
        return before == null || before.getValue() <= offset;
    }

    /** Where the head of the document ends; -1 if this is a part of a document. */
    int headEnd() {
        return headEnd;
    }

    private int end() {
        Map.Entry<Integer, Integer> last = whole.lastEntry();
        return last == null ? 0 : last.getValue();
    }

    private int endOf(int open) {
        if (page.startsWith("<!--", open)) {
            return endOfComment(open + 4);
        }
        if (page.startsWith("<![CDATA[", open)) {
            return after("]]>", open);
        }
        boolean closes = page.startsWith("</", open);
        int name = open + (closes ? 2 : 1);
        if (name >= page.length()) {
            return open + 1;
        }
        char first = page.charAt(name);
        if (isLetter(first)) {
            return closes ? endOfEndTag(open, name) : endOfElementOrTag(open, name);
        }
        // A declaration, a processing instruction or nonsense; else a character as any other.
        return closes || first == '!' || first == '?' ? after(">", open) : open + 1;
    }

    private int endOfEndTag(int open, int name) {
        if (headEnd < 0 && nameAt(name).equals("head")) {
            headEnd = open;
        }
        return endOfTag(name);
    }

    private int endOfElementOrTag(int open, int nameStart) {
        String name = nameAt(nameStart);
        int end = endOfTag(nameStart);
        if (headEnd < 0 && name.equals("body")) {
            headEnd = open;
        }
        if (DROP_LINE_BREAK.contains(name)) {
            return page.startsWith("\n", end) || page.startsWith("\r", end) ? end + 1 : end;
        }
        if (!TEXT_ONLY.contains(name)) {
            return end;
        }
        return name.equals("script") ? endOfScript(end) : endOfText(name, end);
    }

    private int endOfText(String name, int from) {
        for (int i = from; (i = page.indexOf("</", i)) >= 0; i += 2) {
            if (isTag(i + 2, name)) {
                return endOfTag(i + 2);
            }
        }
        return unended();
    }

    /** In a script, after a comment's beginning, a script inside it hides one end tag. */
    private int endOfScript(int from) {
        boolean escaped = false;
        boolean hidden = false;
        for (int i = from; i < page.length(); i++) {
            if (page.startsWith("<!--", i)) {
                escaped = true;
            } else if (page.startsWith("-->", i)) {
                escaped = false;
                hidden = false;
            } else if (escaped && page.charAt(i) == '<' && isTag(i + 1, "script")) {
                hidden = true;
            } else if (page.startsWith("</", i) && isTag(i + 2, "script")) {
                if (!hidden) {
                    return endOfTag(i + 2);
                }
                hidden = false;
            }
        }
        return unended();
    }

    private int endOfComment(int from) {
        if (page.startsWith(">", from) || page.startsWith("->", from)) {
            return page.indexOf('>', from) + 1;
        }
        for (int i = from; (i = page.indexOf("--", i)) >= 0; i++) {
            if (page.startsWith("-->", i)) {
                return i + 3;
            }
            if (page.startsWith("--!>", i)) {
                return i + 4;
            }
        }
        return unended();
    }

    /** Quotes have a meaning only right behind an equals sign. */
    private int endOfTag(int from) {
        int i = from;
        while (i < page.length() && page.charAt(i) != '>') {
            i = page.charAt(i) == '=' ? endOfValue(i + 1) : i + 1;
        }
        return i + 1;
    }

    private int endOfValue(int from) {
        int i = from;
        while (i < page.length() && isBlank(page.charAt(i))) {
            i++;
        }
        if (i < page.length() && (page.charAt(i) == '"' || page.charAt(i) == '\'')) {
            int close = page.indexOf(page.charAt(i), i + 1);
            return close < 0 ? page.length() : close + 1;
        }
        while (i < page.length() && !isBlank(page.charAt(i)) && page.charAt(i) != '>') {
            i++;
        }
        return i;
    }

    private int after(String end, int from) {
        int found = page.indexOf(end, from);
        return found < 0 ? unended() : found + end.length();
    }

    /** Not even at the end of the page may a comment stand in what was not ended. */
    private int unended() {
        return page.length() + 1;
    }

    private boolean isTag(int at, String name) {
        int end = at + name.length();
        return page.regionMatches(true, at, name, 0, name.length())
                && (end >= page.length()
                        || isBlank(page.charAt(end))
                        || page.charAt(end) == '/'
                        || page.charAt(end) == '>');
    }

    private String nameAt(int start) {
        int end = start;
        while (end < page.length() && !isBlank(page.charAt(end)) && "/>".indexOf(page.charAt(end)) < 0) {
            end++;
        }
        return page.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
