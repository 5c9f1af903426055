package io.fragmentcache.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A complete page with marks in it: takes all of them out, and puts comments where a comment may stand. */
final class MarkedPage {
    private record Mark(int offset, char kind, int number) {}

    private final PageView view;
    private final String text;
    private final List<Mark> marks = new ArrayList<>();
    private final CommentPlaces places;
    private final int[] parents;
    private final boolean[] met;
    private final boolean[] framed;

    private MarkedPage(PageView view, String marked) {
        this.view = view;
        this.text = takeOut(marked);
        this.places = CommentPlaces.in(text);
        this.parents = new int[view.frames().size()];
        this.met = new boolean[parents.length];
        this.framed = new boolean[parents.length];
        Arrays.fill(parents, -1);
        nest();
    }

    static MarkedPage of(PageView view, String marked) {
        return new MarkedPage(view, marked);
    }

    /** Without a mark, and without anything else of the inspector. */
    String plain() {
        return text;
    }

    /** Whether it is a document with a head, and no part of one. */
    boolean isDocument() {
        return places.headEnd() >= 0;
    }

    /** The number of the frame around; -1 where there is none. */
    int parentOf(int number) {
        return parents[number];
    }

    /** Whether it came to lie on the page at all. */
    boolean isOnPage(int number) {
        return met[number];
    }

    /** Whether comments tell where it lies. */
    boolean isFramed(int number) {
        return framed[number];
    }

    /** @param head goes to the end of the document's head; nowhere in what is a part of one */
    String with(String head) {
        int headEnd = Math.max(0, places.headEnd());
        StringBuilder out = new StringBuilder(text.length() + head.length() + marks.size() * 50);
        int from = 0;
        boolean headWritten = false;
        for (Mark mark : marks) {
            if (!headWritten && mark.offset >= headEnd) {
                out.append(text, from, headEnd).append(head);
                from = headEnd;
                headWritten = true;
            }
            out.append(text, from, mark.offset);
            from = mark.offset;
            if (framed[mark.number]) {
                out.append(comment(mark));
            }
        }
        if (!headWritten) {
            out.append(text, from, headEnd).append(head);
            from = headEnd;
        }
        return out.append(text, from, text.length()).toString();
    }

    private String comment(Mark mark) {
        return "<!--" + name() + mark.kind + mark.number + "-->";
    }

    /** What the comments of this page begin with: no visitor's comment is taken for one. */
    String name() {
        return view.mark().substring(1);
    }

    private String takeOut(String marked) {
        StringBuilder plain = new StringBuilder(marked.length());
        String mark = view.mark();
        int from = 0;
        for (int open; (open = marked.indexOf(mark, from)) >= 0; ) {
            int end = marked.indexOf(PageView.END, open);
            plain.append(marked, from, open);
            int kind = open + mark.length();
            marks.add(new Mark(plain.length(), marked.charAt(kind), Integer.parseInt(marked, kind + 1, end, 10)));
            from = end + 1;
        }
        return plain.append(marked, from, marked.length()).toString();
    }

    private void nest() {
        Deque<Mark> open = new ArrayDeque<>();
        for (Mark mark : marks) {
            if (mark.kind == PageView.CLOSE) {
                Mark begin = open.poll();
                if (begin != null && begin.number == mark.number) {
                    framed[mark.number] = places.allow(begin.offset) && places.allow(mark.offset);
                }
                continue;
            }
            Mark around = open.peek();
            parents[mark.number] = around == null ? -1 : around.number;
            met[mark.number] = true;
            if (mark.kind == PageView.OPEN) {
                open.push(mark);
            } else {
                framed[mark.number] = places.allow(mark.offset);
            }
        }
    }
}
