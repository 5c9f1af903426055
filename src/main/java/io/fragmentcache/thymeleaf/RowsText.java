package io.fragmentcache.thymeleaf;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.util.IWritableCharSequence;

/** The finished texts of a loop's rows. Holes in them, which are rendered while this is written, see their row's variables. */
final class RowsText implements IWritableCharSequence {
    private final List<CharSequence> rows;
    private final String between;
    private final Loop loop;
    private final IEngineContext live;
    private @Nullable String rendered;

    RowsText(List<CharSequence> rows, String between, Loop loop, IEngineContext live) {
        this.rows = rows;
        this.between = between;
        this.loop = loop;
        this.live = live;
    }

    @Override
    public void write(Writer out) throws IOException {
        if (rendered != null) {
            out.write(rendered);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.write(between);
            }
            if (rows.get(i) instanceof IWritableCharSequence holed) {
                write(i, holed, out);
            } else {
                out.write(rows.get(i).toString());
            }
        }
    }

    private void write(int row, IWritableCharSequence holed, Writer out) throws IOException {
        live.increaseLevel();
        try {
            loop.enter(row, live);
            holed.write(out);
        } finally {
            live.decreaseLevel();
        }
    }

    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        if (rendered == null) {
            CaptureWriter out = new CaptureWriter();
            try {
                write(out);
            } catch (IOException impossible) {
                throw new AssertionError("characters are collected in memory", impossible);
            }
            rendered = out.toString();
        }
        return rendered;
    }
}
